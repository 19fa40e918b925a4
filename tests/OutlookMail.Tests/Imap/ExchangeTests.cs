using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Tests.Client.Quirks;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

/// <summary>Sessions as Exchange Online holds them; the texts are from public transcripts (MailKit #1494, #1496, #2016).</summary>
public class ExchangeTests
{
    internal const string SignedIn = """
        S: * OK The Microsoft Exchange IMAP4 service is ready. [TQBOADIA]
        C: A1 CAPABILITY
        S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+
        S: A1 OK CAPABILITY completed.
        C: A2 AUTHENTICATE XOAUTH2 dXNlcj1hZGFAY29udG9zby50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=
        S: A2 OK AUTHENTICATE completed.

        """;

    private const string Ready = SignedIn + """
        C: A3 CAPABILITY
        S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+
        S: A3 OK CAPABILITY completed.

        """;

    private const string Inbox = Ready + """
        C: A4 EXAMINE INBOX
        S: * 3 EXISTS
        S: * 0 RECENT
        S: * FLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)
        S: * OK [PERMANENTFLAGS ()] Permanent flags
        S: * OK [UNSEEN 2] Is the first unseen message
        S: * OK [UIDVALIDITY 14] UIDVALIDITY value
        S: * OK [UIDNEXT 28] The next unique identifier value
        S: A4 OK [READ-ONLY] EXAMINE completed.

        """;

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Sign_in_select_search_and_logout(int piece)
    {
        var script = new Transcript(Inbox + """
            C: A5 UID SEARCH UNSEEN FROM "ada"
            S: * SEARCH 3 7 21
            S: A5 OK SEARCH completed.
            C: A6 LOGOUT
            S: * BYE Microsoft Exchange Server IMAP4 server signing off.
            S: A6 OK LOGOUT completed.
            """) { Piece = piece };
        await using ImapConnection connection = await InboxAsync(script);
        SelectedFolder folder = connection.Selected!;
        Assert.Equal((14u, 28u, 3u, true), (folder.UidValidity, folder.UidNext, folder.Exists, folder.ReadOnly));
        Assert.Empty(folder.PermanentFlags);
        Assert.Contains("$MDNSent", folder.Flags);
        Assert.Equal([3u, 7u, 21u], await connection.UidSearchAsync(SearchQuery.Unseen.And(SearchQuery.From("ada"))));
        await connection.LogoutAsync();
        script.AssertDone();
        Assert.True(script.IsClosed);
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.ProxyDialect))]
    public async Task The_server_of_the_2026_proxy_is_not_asked_for_imap4rev2()
    {
        var script = new Transcript("""
            S: * OK Microsoft Exchange IMAP4 service ready. 5cb2f1a8-0000-0000-0000-000000000000 (tcpproxy/15.21.0.0 BACKENDAUTHENTICATE) [abc]
            C: A1 CAPABILITY
            S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS LITERAL+
            S: A1 OK CAPABILITY completed.
            C: A2 AUTHENTICATE XOAUTH2 dXNlcj1hZGFAY29udG9zby50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=
            S: A2 OK AUTHENTICATE completed.
            C: A3 CAPABILITY
            S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT ENABLE IMAP4rev2 CLIENTACCESSRULES BACKENDAUTHENTICATE BACKENDAUTHENTICATE-IR CHILDREN IDLE NAMESPACE LITERAL+
            S: A3 OK CAPABILITY completed.
            C: A4 UID SEARCH ALL
            S: * SEARCH 9 4 4
            S: A4 OK SEARCH completed.
            """);
        await using ImapConnection connection = await script.OpenAsync();
        await connection.AuthenticateAsync("ada@contoso.test", "token");
        // Revision 2 has ESEARCH and SEARCHRES in it, and they are what the proxy answers wrongly.
        Assert.False(connection.Capabilities.Has("ESEARCH") || connection.Capabilities.Has("SEARCHRES") || connection.Capabilities.IsRev2);
        Assert.Equal([4u, 9u], await connection.UidSearchAsync(SearchQuery.All));
        await Assert.ThrowsAsync<ArgumentException>(() => connection.EnableAsync(["IMAP4rev2"]));
        script.AssertDone();
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.NotConnected))]
    public async Task Authenticated_but_not_connected_is_a_refusal_of_the_first_command()
    {
        var script = new Transcript(SignedIn + """
            C: A3 CAPABILITY
            S: A3 BAD User is authenticated but not connected.
            S: * BYE Connection closed. 14
            """);
        await using ImapConnection connection = await script.OpenAsync();
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.AuthenticateAsync("ada@contoso.test", "token"));
        Assert.Equal((ImapStatus.Bad, "User is authenticated but not connected.", "CAPABILITY"), (e.Status, e.ServerText, e.Command));
        ImapByeException bye = await Assert.ThrowsAsync<ImapByeException>(() => connection.SelectAsync("INBOX", true));
        Assert.Equal("Connection closed. 14", bye.ServerText);
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.NoSaslChallenge))]
    public async Task A_refused_sign_in_comes_at_once_and_without_challenge()
    {
        var script = new Transcript("""
            S: * OK ready
            C: A1 CAPABILITY
            S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR
            S: A1 OK done
            C: A2 AUTHENTICATE XOAUTH2 dXNlcj1hZGFAY29udG9zby50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=
            S: A2 NO AUTHENTICATE failed.
            """) { StaysOpen = true };
        await using ImapConnection connection = await script.OpenAsync();
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.AuthenticateAsync("ada@contoso.test", "token"));
        Assert.Equal((ImapStatus.No, "AUTHENTICATE failed.", null), (e.Status, e.ServerText, e.Challenge));
        Assert.DoesNotContain("token", e.ToString(), StringComparison.Ordinal);
        Assert.False(connection.IsAuthenticated);
        Assert.False(connection.IsBroken);
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.AsciiSearch))]
    public async Task A_search_outside_ascii_is_refused_with_badcharset()
    {
        var script = new Transcript(Inbox
            + "C: A5 UID SEARCH CHARSET UTF-8 SUBJECT {3+}\nC: \u00c3\u00bcx\n"
            + "S: A5 NO [BADCHARSET (US-ASCII)] The specified charset is not supported.\n");
        await using ImapConnection connection = await InboxAsync(script);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.UidSearchAsync(SearchQuery.Subject("üx")));
        Assert.Equal(("BADCHARSET", "(US-ASCII)"), (e.ResponseCode, e.ResponseCodeArguments));
        Assert.False(connection.IsBroken);
    }

    [Fact]
    public async Task Throttling_is_a_refusal_with_its_text()
    {
        var script = new Transcript(Ready + """
            C: A4 SELECT INBOX
            S: A4 BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds
            S: * BYE Connection closed. 14
            """);
        await using ImapConnection connection = await SignedInAsync(script);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.SelectAsync("INBOX", false));
        Assert.Contains("299961 milliseconds", e.ServerText, StringComparison.Ordinal);
        Assert.Null(connection.Selected);
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.UnquotedTab))]
    public async Task Folders_are_listed_with_decoded_names_also_when_a_tab_is_not_quoted()
    {
        var script = new Transcript(Ready + """
            C: A4 LIST "" "*"
            S: * LIST (\Marked \HasNoChildren) "/" INBOX
            S: * LIST (\HasChildren) "/" "Sent Items"
            S: * LIST (\HasNoChildren) "/" "Entw&APw-rfe"
            S: * LIST (\HasNoChildren) "/" Tab	bed name
            S: * LIST () NIL {3}
            S: a"b
            S: A4 OK LIST completed.
            """);
        await using ImapConnection connection = await SignedInAsync(script);
        IReadOnlyList<ListResponse> folders = await connection.ListAsync("", "*");
        Assert.Equal(["INBOX", "Sent Items", "Entwürfe", "Tab\tbed name", "a\"b"], folders.Select(f => f.Name));
        Assert.Equal('/', folders[0].Delimiter);
        Assert.Null(folders[4].Delimiter);
        Assert.True(folders[1].Has("\\haschildren"));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [Quirk(nameof(ExchangeQuirks.BrokenBodyStructure))]
    public async Task Summaries_come_in_any_order_of_items_and_broken_structures_do_not_stop_them(int piece)
    {
        var script = new Transcript(Inbox + """
            C: A5 UID FETCH 3,7,21 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)
            S: * 1 FETCH (RFC822.SIZE 19189 UID 3 FLAGS (\Seen) INTERNALDATE "22-Nov-2026 07:31:00 +0000" ENVELOPE ("Sun, 22 Nov 2026 07:31:00 +0000" "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" (("Ada" NIL "ada" "contoso.test")) (("Ada" NIL "ada" "contoso.test")) NIL ((NIL NIL "bob" "contoso.test")) NIL NIL NIL "<1@contoso.test>") BODYSTRUCTURE ("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 61 2 NIL (NIL NIL) NIL NIL))
            S: * 4 EXISTS
            S: * 2 FETCH (UID 7 FLAGS () INTERNALDATE " 1-Nov-2026 07:31:00 +0100" RFC822.SIZE 5 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE ("text" ("oops"))
            S: * 3 FETCH (FLAGS (\Flagged))
            S: * 3 FETCH (BODYSTRUCTURE (("text" "html" NIL NIL NIL "base64" NIL NIL) "mixed" broken) here) UID 21 FLAGS (\Flagged))
            S: A5 OK FETCH completed.
            """) { Piece = piece };
        await using ImapConnection connection = await InboxAsync(script);
        var messages = new List<FetchedMessage>();
        await foreach (FetchedMessage message in connection.UidFetchAsync(UidSet.Of(3, 7, 21), FetchItems.Summary))
        {
            messages.Add(message);
        }

        Assert.Equal([3u, 7u, 21u], messages.Select(m => m.Uid));
        Assert.Equal(4u, connection.Selected!.Exists);
        FetchedMessage first = messages[0];
        Assert.Equal(19189, first.Size);
        Assert.Equal(["\\Seen"], first.Flags);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 31, 0, TimeSpan.Zero), first.InternalDate);
        Assert.Equal("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", first.Envelope!.Subject);
        Assert.Equal("ada@contoso.test", first.Envelope.From[0].Address);
        Assert.Same(first.Envelope.From, first.Envelope.Sender);
        Assert.Empty(first.Envelope.ReplyTo);
        Assert.Equal("<1@contoso.test>", first.Envelope.MessageId);
        Assert.Equal("text/plain", first.BodyStructure!.MediaType);
        Assert.Null(first.BodyStructure.Disposition);
        Assert.Equal(5, messages[1].Size);
        Assert.Null(messages[1].BodyStructure);
        Assert.Equal(["\\Flagged"], messages[2].Flags);
        script.AssertDone();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(100)]
    [Quirk(nameof(ExchangeQuirks.MissingBody))]
    public async Task Bodies_stream_and_messages_that_are_gone_do_not_come(int piece)
    {
        var script = new Transcript(Inbox + """
            C: A5 UID FETCH 3 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 1 FETCH (UID 3 FLAGS (\Seen) INTERNALDATE "22-Nov-2026 07:31:00 +0000" BODY[] {1000}
            S@1000
            S: )
            S: A5 OK FETCH completed.
            C: A6 UID FETCH 5:6 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: A6 OK FETCH completed.
            C: A7 UID FETCH 7,21 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 2 FETCH (FLAGS () UID 7 BODY[] "short \"quoted\" body")
            S: * 3 EXPUNGE
            S: * 3 FETCH (UID 21 BODY[] NIL)
            S: A7 NO [EXPUNGEISSUED] Some messages are gone.
            """) { Piece = piece };
        await using ImapConnection connection = await InboxAsync(script);
        var bodies = new List<(uint, long, byte[])>();
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(3, 5, 6, 7, 21)))
        {
            using var memory = new MemoryStream();
            await body.CopyToAsync(memory);
            bodies.Add((body.Uid, body.Length, memory.ToArray()));
        }

        Assert.Equal([(3u, 1000L), (7u, 19L)], bodies.Select(b => (b.Item1, b.Item2)));
        Assert.Equal(Transcript.Body(1000), bodies[0].Item3);
        Assert.Equal("short \"quoted\" body"u8.ToArray(), bodies[1].Item3);
        Assert.Equal(2u, connection.Selected!.Exists);
        script.AssertDone();
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.ItemsInAnyOrder))]
    public async Task A_uid_that_comes_behind_its_body_is_still_known_and_then_each_command_asks_for_one()
    {
        var script = new Transcript(Inbox + """
            C: A5 UID FETCH 3 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 1 FETCH (BODY[] {10}
            S@10
            S:  FLAGS (\Seen) UID 3)
            S: A5 OK FETCH completed.
            C: A6 UID FETCH 5 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 2 FETCH (BODY[] {11}
            S@11
            S:  UID 5)
            S: A6 OK FETCH completed.
            C: A7 UID FETCH 7 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: A7 OK FETCH completed.
            """);
        await using ImapConnection connection = await InboxAsync(script);
        var seen = new List<(uint, long, int)>();
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(3, 5, 7)))
        {
            using Stream stream = body.OpenRead();
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            seen.Add((body.Uid, body.Length, (int)memory.Length));
        }

        Assert.Equal([(3u, 10L, 10), (5u, 11L, 11)], seen);
        script.AssertDone();
    }

    [Fact]
    public async Task The_trace_shows_no_token_no_body_and_no_quoted_mail_data()
    {
        var text = new StringWriter();
        using var trace = new WireTrace(text);
        var script = new Transcript(Inbox + """
            C: A5 UID FETCH 3 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 1 FETCH (UID 3 X-SUBJECT "private matter" BODY[] {10}
            S@10
            S: )
            S: A5 OK FETCH completed.
            """);
        await using ImapConnection connection = await InboxAsync(script, new WireOptions { Trace = trace });
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(3)))
        {
            await body.CopyToAsync(Stream.Null);
        }

        string shown = text.ToString();
        Assert.Contains("C: A2 AUTHENTICATE XOAUTH2 <56 octets>", shown, StringComparison.Ordinal);
        Assert.Contains("S: <10 octets>", shown, StringComparison.Ordinal);
        Assert.Contains("C: A5 UID FETCH 3 (UID FLAGS INTERNALDATE BODY.PEEK[])", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("dXNlcj", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("private", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", shown, StringComparison.Ordinal);
    }

    private static async Task<ImapConnection> SignedInAsync(Transcript script, WireOptions? options = null)
    {
        ImapConnection connection = await script.OpenAsync(options);
        await connection.AuthenticateAsync("ada@contoso.test", "token");
        return connection;
    }

    private static async Task<ImapConnection> InboxAsync(Transcript script, WireOptions? options = null)
    {
        ImapConnection connection = await SignedInAsync(script, options);
        await connection.SelectAsync("INBOX", readOnly: true);
        return connection;
    }
}
