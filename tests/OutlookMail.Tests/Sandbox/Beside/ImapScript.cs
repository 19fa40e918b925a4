using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Sandbox.Beside;

/// <summary>The one IMAP script: named steps, sent as they stand to any server. A step's answer is every response up to its tagged one, made comparable.</summary>
internal static class ImapScript
{
    private const string Mail =
        "From: =?utf-8?Q?B=C3=A4r?= <bear@contoso.test>\r\nTo: Ada <ada@contoso.test>, x@fabrikam.test\r\nCc: group: a@b.test, c@d.test;\r\nSubject: Gr=?utf-8?Q?=C3=BC=C3=9F?=e\r\n folded\r\n"
        + "Date: Sat, 21 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@contoso.test>\r\nIn-Reply-To: <0@contoso.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\npreamble\r\n--b\r\n"
        + "Content-Type: text/plain; charset=us-ascii\r\n\r\nOne line\r\nTwo lines\r\n--b\r\nContent-Type: application/octet-stream; name=\"a.bin\"\r\nContent-Disposition: attachment; filename=\"a.bin\"\r\n"
        + "Content-Transfer-Encoding: base64\r\nContent-ID: <part@x>\r\nContent-Description: A file\r\n\r\nAAEC\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: inner@contoso.test\r\nSubject: inner\r\n\r\nInside\r\n--b--\r\n";

    private const string Short = "From: bob@contoso.test\r\nSubject: second\r\nDate: Sun, 22 Nov 2026 08:00:00 +0000\r\n\r\nbody\r\n";

    // Two roots of one subject, an answer to an answer, one to a mail that is not there, and one that only its subject joins.
    private static readonly string Conversation = string.Concat(
        Talk("a", "Plan", null, 1), Talk("b", "Re: Plan", "<a@t>", 3), Talk("c", "Re: Plan", "<a@t> <b@t>", 5), Talk("d", "Re: Plan", "<a@t>", 4),
        Talk("e", "Lunch", "<gone@t>", 2), Talk("f", "Re: Lunch", "<gone@t>", 6), Talk("g", "re: plan (fwd)", null, 8), Talk("h", "Other", null, 7));

    private static readonly (string Name, string Command)[] Steps =
    [
        ("capabilities before sign-in", "CAPABILITY"),
        ("a command before sign-in", "SELECT INBOX"),
        ("a bad token", "AUTHENTICATE XOAUTH2 {bad}"),
        ("a token with initial response", "AUTHENTICATE XOAUTH2 {good}"),
        ("capabilities", "CAPABILITY"),
        ("sign-in a second time", "AUTHENTICATE XOAUTH2 {good}"),
        ("NAMESPACE", "NAMESPACE"),
        ("NOOP", "NOOP"),
        ("LIST delimiter", "LIST \"\" \"\""),
        ("CREATE", "CREATE Work"),
        ("CREATE again", "CREATE Work"),
        ("CREATE below", "CREATE Work/Gr&APwA3w-e"),
        ("LIST a tree", "LIST \"\" Work*"),
        ("LIST one level", "LIST \"\" Work/%"),
        ("SUBSCRIBE", "SUBSCRIBE Work"),
        ("UNSUBSCRIBE", "UNSUBSCRIBE Work/Gr&APwA3w-e"),
        ("LSUB", "LSUB \"\" Work*"),
        ("LIST subscribed", "LIST (SUBSCRIBED) \"\" Work*"),
        ("LIST with STATUS", "LIST \"\" Work RETURN (STATUS (MESSAGES UIDNEXT))"),
        ("LIST several patterns", "LIST \"\" (Work Nothing) RETURN (SUBSCRIBED)"),
        ("STATUS", "STATUS Work (MESSAGES UIDNEXT UNSEEN)"),
        ("STATUS SIZE", "STATUS Work (SIZE)"),
        ("STATUS of no folder", "STATUS Nowhere (MESSAGES)"),
        ("SELECT of no folder", "SELECT Nowhere"),
        ("FETCH with nothing selected", "FETCH 1 FLAGS"),
        ("APPEND to no folder", $"APPEND Nowhere {{{Short.Length}+}}\r\n{Short}"),
        ("APPEND", $"APPEND Work (\\Flagged) \"01-Feb-2026 03:04:05 +0100\" {{{Mail.Length}+}}\r\n{Mail}"),
        ("APPEND two at once", $"APPEND Work \"02-Feb-2026 03:04:05 +0000\" {{{Short.Length}+}}\r\n{Short} (\\Seen \\Draft) \"02-Feb-2026 03:04:05 +0000\" {{{Short.Length}+}}\r\n{Short}"),
        ("SELECT", "SELECT Work"),
        ("FETCH everything about one", "FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)"),
        ("FETCH BODYSTRUCTURE", "FETCH 1 BODYSTRUCTURE"),
        ("FETCH BODY", "FETCH 2 BODY"),
        ("FETCH FAST", "FETCH 2 FAST"),
        ("FETCH the whole", "FETCH 2 BODY.PEEK[]"),
        ("FETCH a part", "FETCH 1 BODY.PEEK[1]"),
        ("FETCH a part's MIME header", "FETCH 1 BODY.PEEK[2.MIME]"),
        ("FETCH a nested header", "FETCH 1 BODY.PEEK[3.HEADER]"),
        ("FETCH a nested text", "FETCH 1 BODY.PEEK[3.TEXT]"),
        ("FETCH fields", "FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT DATE)]"),
        ("FETCH other fields", "FETCH 2 BODY.PEEK[HEADER.FIELDS.NOT (SUBJECT DATE)]"),
        ("FETCH TEXT", "FETCH 2 BODY.PEEK[TEXT]"),
        ("FETCH a piece", "FETCH 2 BODY.PEEK[]<6.12>"),
        ("FETCH beyond the end", "FETCH 2 BODY.PEEK[]<99999.10>"),
        ("FETCH no such part", "FETCH 2 BODY.PEEK[9]"),
        ("FETCH RFC822.HEADER", "FETCH 2 RFC822.HEADER"),
        ("FETCH and set Seen", "FETCH 2 BODY[TEXT]"),
        ("FETCH no such number", "FETCH 99 FLAGS"),
        ("UID FETCH no such UID", "UID FETCH 999 FLAGS"),
        ("UID FETCH adds UID", "UID FETCH 1:* FLAGS"),
        ("FETCH an item that is none", "FETCH 1 NONSENSE"),
        ("STORE", "STORE 1 +FLAGS (\\Seen $Important)"),
        ("STORE .SILENT", "STORE 1 -FLAGS.SILENT (\\Seen)"),
        ("STORE replaces", "UID STORE 3 FLAGS (\\Answered)"),
        ("STORE unchanged since", "STORE 1 (UNCHANGEDSINCE 1) +FLAGS (\\Deleted)"),
        ("SEARCH ALL", "SEARCH ALL"),
        ("SEARCH flags", "SEARCH UNSEEN FLAGGED"),
        ("SEARCH keyword", "SEARCH KEYWORD $Important"),
        ("SEARCH header", "UID SEARCH SUBJECT second"),
        ("SEARCH decoded header", "UID SEARCH CHARSET UTF-8 SUBJECT {6+}\r\ngrüß"),
        ("SEARCH from and size", "SEARCH FROM bob@ SMALLER 1000"),
        ("SEARCH received", "SEARCH SINCE 1-Feb-2026 BEFORE 2-Feb-2026"),
        ("SEARCH sent", "SEARCH SENTON 21-Nov-2026"),
        ("SEARCH or, not", "SEARCH OR SUBJECT second NOT UID 1:2"),
        ("SEARCH body", "SEARCH BODY inside"),
        ("SEARCH header is there", "SEARCH HEADER In-Reply-To \"\""),
        ("SEARCH younger", "SEARCH NOT YOUNGER 1"),
        ("SEARCH RETURN", "UID SEARCH RETURN (MIN MAX COUNT ALL) ALL"),
        ("SEARCH RETURN ()", "SEARCH RETURN () SEEN"),
        ("SEARCH finds nothing, RETURN", "SEARCH RETURN (MIN COUNT) SUBJECT nothing"),
        ("SEARCH finds nothing", "SEARCH SUBJECT nothing"),
        ("SEARCH RETURN SAVE", "SEARCH RETURN (SAVE) SUBJECT second"),
        ("FETCH what was saved", "FETCH $ FLAGS"),
        ("UID SEARCH in what was saved", "UID SEARCH UID $ SEEN"),
        ("SEARCH RETURN SAVE MIN", "SEARCH RETURN (SAVE MIN) ALL"),
        ("UID FETCH what was saved", "UID FETCH $ FLAGS"),
        ("SEARCH SAVE after BAD", "SEARCH RETURN (SAVE) NONSENSE"),
        ("FETCH what is saved still", "FETCH $ FLAGS"),
        ("SORT by date", "SORT (DATE) UTF-8 ALL"),
        ("SORT by arrival, latest first", "UID SORT (REVERSE ARRIVAL) UTF-8 ALL"),
        ("SORT by several", "SORT (SUBJECT REVERSE SIZE FROM) UTF-8 NOT DELETED"),
        ("SORT by people", "SORT (TO CC REVERSE FROM) US-ASCII ALL"),
        ("SORT finds nothing", "SORT (DATE) UTF-8 SUBJECT nothing"),
        ("SORT key that is none", "SORT (NONSENSE) UTF-8 ALL"),
        ("SORT charset that is none", "SORT (DATE) X-NONE ALL"),
        ("THREAD by REFERENCES", "THREAD REFERENCES UTF-8 ALL"),
        ("THREAD by subject", "UID THREAD ORDEREDSUBJECT UTF-8 ALL"),
        ("THREAD finds nothing", "THREAD REFERENCES UTF-8 SUBJECT nothing"),
        ("THREAD algorithm that is none", "THREAD NONSENSE UTF-8 ALL"),
        ("FETCH BINARY", "FETCH 1 (BINARY.PEEK[2] BINARY.SIZE[2])"),
        ("FETCH BINARY of text, a piece", "FETCH 1 BINARY.PEEK[1]<4.4>"),
        ("SEARCH charset that is none", "SEARCH CHARSET X-NONE SUBJECT a"),
        ("SEARCH key that is none", "SEARCH NONSENSE"),
        ("COPY", "COPY 1:2 Work/Gr&APwA3w-e"),
        ("COPY to no folder", "COPY 1 Nowhere"),
        ("UID COPY of nothing", "UID COPY 999 Work/Gr&APwA3w-e"),
        ("UID MOVE", "UID MOVE 2 Work/Gr&APwA3w-e"),
        ("STORE Deleted", "UID STORE 3 +FLAGS.SILENT (\\Deleted)"),
        ("UID EXPUNGE others", "UID EXPUNGE 1"),
        ("EXPUNGE", "EXPUNGE"),
        ("CHECK", "CHECK"),
        ("ENABLE", "ENABLE CONDSTORE QRESYNC NONSENSE"),
        ("SELECT another", "SELECT Work/Gr&APwA3w-e"),
        ("FETCH MODSEQ", "FETCH 1 (FLAGS MODSEQ)"),
        ("SELECT with QRESYNC, all gone since 1", "SELECT Work (QRESYNC ({uidvalidity} 1 1:9))"),
        ("UID FETCH with VANISHED", "UID FETCH 1:9 (FLAGS) (CHANGEDSINCE 1 VANISHED)"),
        ("STORE with CONDSTORE on", "UID STORE 1 +FLAGS (\\Deleted)"),
        ("EXPUNGE with QRESYNC on", "EXPUNGE"),
        ("UNSELECT", "UNSELECT"),
        ("EXAMINE", "EXAMINE Work/Gr&APwA3w-e"),
        ("STORE read-only", "STORE 1 +FLAGS (\\Seen)"),
        ("EXPUNGE read-only", "EXPUNGE"),
        ("CLOSE", "CLOSE"),
        ("CREATE for a conversation", "CREATE Talk"),
        ("APPEND a conversation", "APPEND Talk" + Conversation),
        ("SELECT a conversation", "SELECT Talk"),
        ("THREAD a conversation by REFERENCES", "THREAD REFERENCES UTF-8 ALL"),
        ("THREAD a part of it by REFERENCES", "UID THREAD REFERENCES UTF-8 NOT UID 2"),
        ("THREAD a conversation by subject", "THREAD ORDEREDSUBJECT UTF-8 ALL"),
        ("SORT a conversation", "SORT (REVERSE SUBJECT DATE) UTF-8 ALL"),
        ("CLOSE a conversation", "CLOSE"),
        ("DELETE a conversation", "DELETE Talk"),
        ("RENAME", "RENAME Work/Gr&APwA3w-e Moved"),
        ("RENAME of no folder", "RENAME Nowhere Somewhere"),
        ("RENAME onto another", "RENAME Moved Work"),
        ("DELETE", "DELETE Moved"),
        ("DELETE of no folder", "DELETE Nowhere"),
        ("DELETE INBOX", "DELETE INBOX"),
        ("DELETE Work", "DELETE Work"),
        ("IDLE", "IDLE"),
        ("no command", "XYZZY"),
        ("a command without its arguments", "SELECT"),
        ("LOGOUT", "LOGOUT"),
    ];

    private static string Talk(string id, string subject, string? references, int day)
    {
        string mail = $"From: {id}@contoso.test\r\nSubject: {subject}\r\nMessage-ID: <{id}@t>\r\n{(references is null ? "" : $"References: {references}\r\n")}Date: {day:00} Nov 2026 10:00:00 +0000\r\n\r\n{id}\r\n";
        return $" {{{mail.Length}+}}\r\n{mail}";
    }

    /// <returns>The comparable answer of each step, by its name.</returns>
    public static async Task<Dictionary<string, string>> RunAsync(ScriptWire wire, string user, string token)
    {
        var answers = new Dictionary<string, string> { ["greeting"] = ResponseText.Of((await wire.ResponseAsync())!) };
        string uidValidity = "1";
        int number = 0;
        foreach ((string name, string command) in Steps)
        {
            string tag = "t" + number++;
            string sent = command.Replace("{good}", SandboxWire.XOAuth2(user, token), StringComparison.Ordinal)
                .Replace("{bad}", SandboxWire.XOAuth2(user, "not.a.token"), StringComparison.Ordinal)
                .Replace("{uidvalidity}", uidValidity, StringComparison.Ordinal);
            await wire.SendAsync($"{tag} {sent}\r\n");
            var responses = new List<string>();
            while (await wire.ResponseAsync() is string response)
            {
                if (name == "SELECT" && response.Contains("[UIDVALIDITY ", StringComparison.Ordinal))
                {
                    uidValidity = response.Split("[UIDVALIDITY ")[1].Split(']')[0];
                }

                responses.Add(ResponseText.Of(response));
                if (response.StartsWith('+'))
                {
                    // A challenge is answered with nothing (RFC 7628 §3.2.3), IDLE with DONE.
                    await wire.SendAsync(command == "IDLE" ? "DONE\r\n" : "\r\n");
                }

                if (response.StartsWith(tag + " ", StringComparison.Ordinal))
                {
                    break;
                }
            }

            // Untagged responses may come in any order; the tagged one is last.
            answers[name] = string.Join("\n", responses.SkipLast(1).Order(StringComparer.Ordinal).Concat(responses.TakeLast(1)));
        }

        return answers;
    }
}
