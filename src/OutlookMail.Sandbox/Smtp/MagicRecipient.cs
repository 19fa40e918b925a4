using System.Globalization;

namespace OutlookMail.Sandbox.Smtp;

/// <summary>
/// Local parts that make a failure happen, at any domain: <c>temperror@</c>, <c>permerror@</c>, <c>timeout@</c>,
/// <c>ndr@</c>, and three digits for that very reply code, for example <c>550@</c> or <c>452@</c>.
/// </summary>
internal static class MagicRecipient
{
    /// <summary>The RCPT reply; null for an ordinary address.</summary>
    public static (int Code, string Enhanced, string Text)? ReplyFor(string address)
    {
        string local = LocalPart(address);
        return local switch
        {
            "temperror" => (451, "4.7.500", "Server busy. Please try again later"),
            "permerror" => (550, "5.7.1", "Recipient not authorized"),
            _ when local.Length == 3 && int.TryParse(local, NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code is >= 400 and < 600 =>
                (code, code < 500 ? "4.0.0" : code == 550 ? "5.1.1" : "5.0.0", $"This is what {local}@ asks for"),
            _ => null,
        };
    }

    /// <summary>No reply is ever given to this one.</summary>
    public static bool IsTimeout(string address) => LocalPart(address) == "timeout";

    /// <summary>Status and diagnostic of the report that this one comes back with; null for an ordinary address.</summary>
    public static (string Status, string Diagnostic)? ReportFor(string address) => LocalPart(address) switch
    {
        "ndr" => ("5.2.2", "smtp;554 5.2.2 mailbox full"),
        _ => null,
    };

    private static string LocalPart(string address)
    {
        int at = address.LastIndexOf('@');
        return (at < 0 ? address : address[..at]).ToLowerInvariant();
    }
}
