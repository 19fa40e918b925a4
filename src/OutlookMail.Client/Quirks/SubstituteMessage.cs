using System;

namespace OutlookMail.Client;

/// <summary>
/// Exchange's text in place of a message that it cannot make into MIME (OfflineIMAP #62). It has a sender that is no
/// address, no Message-ID, and this subject, in English in every report so far.
/// </summary>
internal static class SubstituteMessage
{
    /// <summary>For a reader of the content, in place of a defect.</summary>
    public const string Explanation =
        "The server could not give this message over IMAP and put a text in its place. The message itself is still in the mailbox: open it in Outlook.";

    /// <summary>The header stands at the very top and is short.</summary>
    private const int MostHeader = 1024;

    /// <param name="beginning">The first octets of a body, as many as are there.</param>
    public static bool Is(ReadOnlySpan<byte> beginning)
    {
        beginning = beginning.Slice(0, Math.Min(beginning.Length, MostHeader));
        var at = beginning.IndexOf("Subject: Retrieval using the IMAP4 protocol failed for the following"u8);
        // In a body such a line may be anybody's.
        return (at == 0 || (at > 0 && beginning[at - 1] == (byte)'\n')) && beginning.Slice(0, at).IndexOf("\r\n\r\n"u8) < 0;
    }
}
