using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;

namespace OutlookMail.Tests.Imap;

/// <summary>Beginnings of transcripts: signed in by PREAUTH, with the given capabilities, and INBOX selected by A1.</summary>
internal static class Sessions
{
    public static string Inbox(string capabilities, string script) =>
        $"""
        S: * PREAUTH [CAPABILITY IMAP4rev1 {capabilities}] ready
        C: A1 SELECT INBOX
        S: * 9 EXISTS
        S: * OK [UIDVALIDITY 1] ok
        S: * OK [UIDNEXT 100] ok
        S: * OK [PERMANENTFLAGS (\Seen \Deleted \*)] ok
        S: A1 OK [READ-WRITE] done
        {script.ReplaceLineEndings("\n").TrimEnd()}
        """;

    public static async Task<ImapConnection> InboxAsync(Transcript script, WireOptions? options = null)
    {
        ImapConnection connection = await script.OpenAsync(options);
        await connection.SelectAsync("INBOX", readOnly: false);
        return connection;
    }
}
