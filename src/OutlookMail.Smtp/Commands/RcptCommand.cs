using System.Text;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Smtp.Commands;

/// <summary>RCPT TO, RFC 5321 §4.1.1.3.</summary>
internal static class RcptCommand
{
    // RFC 3461 §4.1, in the order of its grammar.
    private static readonly (SmtpNotify Flag, string Word)[] NotifyWords =
        [(SmtpNotify.Success, "SUCCESS"), (SmtpNotify.Failure, "FAILURE"), (SmtpNotify.Delay, "DELAY")];

    public static string Line(SmtpEnvelope envelope, int index, SmtpCapabilities offered)
    {
        string address = envelope.WireRecipients[index];
        string line = "RCPT TO:<" + address + ">";
        return envelope.DeliveryReport is { } report && offered.Has("DSN") ? line + Notify(report) + OriginalRecipient(address) : line;
    }

    private static string Notify(SmtpDeliveryReport report)
    {
        if (report.Notify == SmtpNotify.Default)
        {
            return string.Empty;
        }

        if ((report.Notify & SmtpNotify.Never) != 0)
        {
            return " NOTIFY=NEVER";
        }

        var words = new StringBuilder();
        foreach ((SmtpNotify flag, string word) in NotifyWords)
        {
            if ((report.Notify & flag) != 0)
            {
                words.Append(words.Length == 0 ? " NOTIFY=" : ",").Append(word);
            }
        }

        return words.ToString();
    }

    private static string OriginalRecipient(string address)
    {
        foreach (char c in address)
        {
            if (c > '~')
            {
                // RFC 3461 §4.2 knows rfc822 addresses only, which are ASCII.
                return string.Empty;
            }
        }

        return " ORCPT=rfc822;" + Xtext.Encode(address);
    }
}
