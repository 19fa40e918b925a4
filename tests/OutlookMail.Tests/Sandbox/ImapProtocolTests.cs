using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>The IMAP side over a bare socket, line for line as Exchange Online speaks.</summary>
public sealed class ImapProtocolTests : IAsyncLifetime
{
    private const string Hello =
        "From: =?utf-8?Q?B=C3=A4r?= <bob@contoso.test>\r\nTo: Ada <ada@contoso.test>, x@y.test\r\nSubject: Hello\r\n there\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@contoso.test>\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nOne line\r\n--b\r\n"
        + "Content-Type: application/octet-stream; name=a.bin\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b--\r\n";

    private SandboxServer server = null!;

    public async ValueTask InitializeAsync() => server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Trait("Source", "MailKit #1494, #2016; SPECIAL-USE absent: omamail PR 90")]
    [Fact]
    public async Task Capabilities_come_in_two_stages()
    {
        await using SandboxWire wire = await SandboxWire.ImapAsync(server);
        string before = (await wire.AllOfAsync("1 CAPABILITY"))[0];
        Assert.Contains(" AUTH=XOAUTH2 SASL-IR ", before);
        Assert.DoesNotContain("CLIENTACCESSRULES", before);
        await wire.LastOfAsync($"2 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))}");
        string after = (await wire.AllOfAsync("3 CAPABILITY"))[0];
        Assert.Contains(" CLIENTACCESSRULES ", after);
        Assert.DoesNotContain("CONDSTORE", after);
        Assert.DoesNotContain("SPECIAL-USE", after);
    }

    [Trait("Source", "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth.md")]
    [Fact]
    public async Task A_token_is_refused_at_once_and_without_a_challenge()
    {
        foreach (string token in new[]
        {
            server.IssueToken("ada@contoso.test", audience: "https://graph.microsoft.com"),
            server.IssueToken("ada@contoso.test", lifetime: TimeSpan.FromMinutes(-1)),
            server.IssueToken("ada@contoso.test") + "x",
            "not.a.token",
        })
        {
            await using SandboxWire wire = await SandboxWire.ImapAsync(server);
            Assert.Equal(["1 NO AUTHENTICATE failed."], await wire.AllOfAsync($"1 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", token)}"));
        }
    }

    [Fact]
    public async Task A_token_expires_when_the_clock_moves()
    {
        string token = server.IssueToken("ada@contoso.test", lifetime: TimeSpan.FromHours(1));
        server.Clock.Advance(TimeSpan.FromMinutes(61));
        await using SandboxWire wire = await SandboxWire.ImapAsync(server);
        Assert.Equal("1 NO AUTHENTICATE failed.", await wire.LastOfAsync($"1 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", token)}"));
    }

    [Trait("Source", "MailKit #1494, email-oauth2-proxy #74")]
    [Theory]
    [InlineData("bob@contoso.test", "IMAP.AccessAsUser.All")]
    [InlineData("ada@contoso.test", "SMTP.Send")]
    public async Task Another_users_mailbox_or_a_missing_scope_is_authenticated_but_not_connected(string user, string scope)
    {
        // MailKit #1494, email-oauth2-proxy #74.
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server, user, server.IssueToken("ada@contoso.test", scopes: [scope]));
        Assert.Equal("2 BAD User is authenticated but not connected.", await wire.LastOfAsync("2 SELECT INBOX"));
        Assert.Equal("* BYE Connection closed. 14", await wire.ReadLineAsync());
        Assert.Null(await wire.ReadLineAsync());
    }

    [Fact]
    public async Task Full_access_opens_a_shared_mailbox()
    {
        server.Store.Mailbox("bob@contoso.test").GrantFullAccess("ada@contoso.test");
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server, "bob@contoso.test", server.IssueToken("ada@contoso.test"));
        Assert.Equal("2 OK [READ-WRITE] SELECT completed.", await wire.LastOfAsync("2 SELECT INBOX"));
    }

    [Fact]
    public async Task Without_initial_response_the_token_follows_the_continuation()
    {
        await using SandboxWire wire = await SandboxWire.ImapAsync(server);
        await wire.SendAsync("1 AUTHENTICATE XOAUTH2\r\n");
        Assert.Equal("+ ", await wire.ReadLineAsync());
        await wire.SendAsync(SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test")) + "\r\n");
        Assert.Equal("1 OK AUTHENTICATE completed.", await wire.ReadLineAsync());
    }

    [Trait("Source", "MailKit #908: PERMANENTFLAGS without keywords")]
    [Fact]
    public async Task Fetch_describes_a_message()
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(Hello, received: new DateTimeOffset(2026, 11, 21, 11, 0, 0, TimeSpan.FromHours(1)));
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        string[] selected = await wire.AllOfAsync("1 SELECT INBOX");
        Assert.Contains("* 1 EXISTS", selected);
        Assert.Contains(@"* OK [PERMANENTFLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)] Permanent flags", selected);
        Assert.Contains("* OK [UIDNEXT 2] The next unique identifier value", selected);

        string line = (await wire.AllOfAsync("2 UID FETCH 1:* (FLAGS ENVELOPE INTERNALDATE RFC822.SIZE BODYSTRUCTURE)"))[0];
        Assert.Equal(
            "* 1 FETCH (RFC822.SIZE " + Hello.Length + " FLAGS () ENVELOPE (\"Sat, 21 Nov 2026 10:00:00 +0000\" \"Hello there\" ((\"=?utf-8?B?QsOkcg==?=\" NIL \"bob\" \"contoso.test\")) "
            + "((\"=?utf-8?B?QsOkcg==?=\" NIL \"bob\" \"contoso.test\")) ((\"=?utf-8?B?QsOkcg==?=\" NIL \"bob\" \"contoso.test\")) ((\"Ada\" NIL \"ada\" \"contoso.test\")(NIL NIL \"x\" \"y.test\")) NIL NIL NIL \"<1@contoso.test>\") "
            + "INTERNALDATE \"21-Nov-2026 11:00:00 +0100\" BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 8 0 NIL NIL NIL NIL)"
            + "(\"application\" \"octet-stream\" (\"name\" \"a.bin\") NIL NIL \"base64\" 4 NIL (\"attachment\" (\"filename\" \"a.bin\")) NIL NIL) \"mixed\" (\"boundary\" \"b\") NIL NIL NIL) UID 1)",
            line);
    }

    [Theory]
    [InlineData("BODY.PEEK[1]", "BODY[1]", "One line")]
    [InlineData("BODY.PEEK[2.MIME]", "BODY[2.MIME]", "Content-Type: application/octet-stream; name=a.bin\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n")]
    [InlineData("BODY.PEEK[2]<1.2>", "BODY[2]<1>", "AE")]
    [InlineData("BODY.PEEK[HEADER.FIELDS (subject x-none)]", "BODY[HEADER.FIELDS (subject x-none)]", "Subject: Hello\r\n there\r\n\r\n")]
    [InlineData("BODY.PEEK[]<0.9>", "BODY[]<0>", "From: =?u")]
    [InlineData("BODY.PEEK[]<99999.9>", "BODY[]<99999>", "")]
    public async Task Fetch_cuts_sections(string asked, string named, string expected)
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(Hello);
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        string all = string.Join("\r\n", await wire.AllOfAsync($"2 FETCH 1 {asked}"));
        Assert.Equal($"* 1 FETCH ({named} {{{expected.Length}}}\r\n{expected})\r\n2 OK FETCH completed.", all);
        Assert.Equal(SandboxFlags.None, server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Messages[0].Flags);
    }

    [Fact]
    public async Task A_part_that_is_not_there_is_nil()
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(Hello);
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        Assert.Equal("* 1 FETCH (BODY[3] NIL)", (await wire.AllOfAsync("2 FETCH 1 BODY.PEEK[3]"))[0]);
    }

    [Fact]
    public async Task Reading_a_body_sets_seen_unless_it_peeks()
    {
        SandboxFolder inbox = server.Store.Mailbox("ada@contoso.test").Folder("INBOX");
        inbox.Append(Hello);
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        Assert.Contains(@" FLAGS (\Seen)", string.Join(' ', await wire.AllOfAsync("2 FETCH 1 BODY[1]")));
        Assert.Equal(SandboxFlags.Seen, inbox.Messages[0].Flags);
    }

    [Trait("Source", "MailKit #808, imapsync FAQ")]
    [Fact]
    public async Task Search_knows_ascii_only()
    {
        SandboxFolder inbox = server.Store.Mailbox("ada@contoso.test").Folder("INBOX");
        inbox.Append(Hello);
        inbox.Append("Subject: other\r\n\r\nbody\r\n", SandboxFlags.Seen);
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        Assert.Equal("2 NO [BADCHARSET (US-ASCII)] The specified charset is not supported.", await wire.LastOfAsync("2 UID SEARCH CHARSET UTF-8 SUBJECT hello"));
        Assert.Equal("3 BAD Command Argument Error. 11", await wire.LastOfAsync("3 SEARCH KEYWORD important"));
        Assert.Equal("* SEARCH 1", (await wire.AllOfAsync("4 UID SEARCH UNSEEN FROM bob@"))[0]);
        Assert.Equal("* SEARCH 2", (await wire.AllOfAsync("5 SEARCH NOT (SUBJECT hello) SMALLER 100"))[0]);
        Assert.Equal("* SEARCH 1 2", (await wire.AllOfAsync("6 SEARCH OR SEEN HEADER Message-ID 1@contoso"))[0]);
        Assert.Equal("* SEARCH", (await wire.AllOfAsync("7 UID SEARCH UID 5:9 SINCE 1-Jan-2020"))[0]);
    }

    [Trait("Source", "omamail PR 90")]
    [Fact]
    public async Task Folders_are_exchanges_and_special_uses_are_not_told()
    {
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        server.Store.Mailbox("ada@contoso.test").Folder("Projekte/Größe");
        string[] list = await wire.AllOfAsync("1 LIST \"\" *");
        Assert.Contains(@"* LIST (\Marked \HasNoChildren) ""/"" INBOX", list);
        Assert.Contains(@"* LIST (\HasNoChildren) ""/"" ""Sent Items""", list);
        Assert.Contains(@"* LIST (\HasChildren) ""/"" Projekte", list);
        Assert.Contains(@"* LIST (\HasNoChildren) ""/"" Projekte/Gr&APYA3w-e", list);
        Assert.Equal(@"* LIST (\Noselect) ""/"" """"", (await wire.AllOfAsync("2 LIST \"\" \"\""))[0]);
        Assert.Equal("3 NO Nowhere doesn't exist.", await wire.LastOfAsync("3 SELECT Nowhere"));
        Assert.Equal("* STATUS INBOX (MESSAGES 0 UIDNEXT 1)", (await wire.AllOfAsync("4 STATUS inbox (MESSAGES UIDNEXT)"))[0]);
    }

    [Fact]
    public async Task Messages_are_appended_flagged_moved_and_expunged()
    {
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT Drafts");
        await wire.SendAsync("2 APPEND Drafts (\\Seen) \"01-Feb-2026 03:04:05 +0000\" {12}\r\n");
        Assert.Equal("+ Ready for additional command text.", await wire.ReadLineAsync());
        await wire.SendAsync("Subject: a\r\n\r\n");
        Assert.Equal("* 1 EXISTS", await wire.ReadLineAsync());
        Assert.EndsWith("] APPEND completed.", await wire.ReadLineAsync());
        Assert.Contains("[APPENDUID ", await wire.LastOfAsync("3 APPEND Drafts {5+}\r\na: b\n"));
        Assert.Equal(@"* 1 FETCH (FLAGS (\Seen \Flagged))", (await wire.AllOfAsync(@"4 STORE 1 +FLAGS (\Flagged)"))[0]);
        Assert.Equal(["5 OK STORE completed."], await wire.AllOfAsync(@"5 UID STORE 2 FLAGS.SILENT \Deleted"));
        string[] moved = await wire.AllOfAsync("6 UID MOVE 1 Archive");
        Assert.StartsWith("* OK [COPYUID ", moved[0]);
        Assert.Equal("* 1 EXPUNGE", moved[1]);
        Assert.Equal(["* 1 EXPUNGE", "7 OK EXPUNGE completed."], await wire.AllOfAsync("7 EXPUNGE"));
        Assert.Equal(SandboxFlags.Seen | SandboxFlags.Flagged, server.Store.Mailbox("ada@contoso.test").Folder("Archive").Messages.Single().Flags);
    }

    [Fact]
    public async Task Idle_tells_of_new_mail()
    {
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        await wire.SendAsync("2 IDLE\r\n");
        Assert.Equal("+ IDLE accepted, awaiting DONE command.", await wire.ReadLineAsync());
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(Hello);
        Assert.Equal("* 1 EXISTS", await wire.ReadLineAsync());
        await wire.SendAsync("DONE\r\n");
        Assert.Equal("2 OK IDLE completed.", await wire.ReadLineAsync());
    }

    [Fact]
    public async Task An_expunge_elsewhere_is_told_only_when_numbers_may_change()
    {
        SandboxFolder inbox = server.Store.Mailbox("ada@contoso.test").Folder("INBOX");
        inbox.Append(Hello);
        inbox.Append(Hello);
        await using SandboxWire first = await SandboxWire.SignedInImapAsync(server);
        await using SandboxWire second = await SandboxWire.SignedInImapAsync(server);
        await first.LastOfAsync("1 SELECT INBOX");
        await second.LastOfAsync("1 SELECT INBOX");
        await second.LastOfAsync(@"2 STORE 1 +FLAGS.SILENT (\Deleted)");
        await second.LastOfAsync("3 EXPUNGE");
        Assert.Equal(["* 2 FETCH (FLAGS ())", "2 OK FETCH completed."], await first.AllOfAsync("2 FETCH 1:2 (FLAGS)"));
        Assert.Equal(["* 1 EXPUNGE", "3 OK NOOP completed."], await first.AllOfAsync("3 NOOP"));
    }

    [Fact]
    public async Task Commands_that_make_no_sense_are_bad()
    {
        await using SandboxWire wire = await SandboxWire.ImapAsync(server);
        Assert.Equal("1 BAD Command received in Invalid state.", await wire.LastOfAsync("1 SELECT INBOX"));
        Assert.Equal("2 BAD Command Error. 12", await wire.LastOfAsync("2 XYZZY"));
        Assert.Equal("3 NO LOGIN failed.", await wire.LastOfAsync("3 LOGIN ada secret"));
        await wire.SendAsync("\r\n");
        Assert.Equal("* BAD Command Error. 10", await wire.ReadLineAsync());
        Assert.Equal(["* BYE Microsoft Exchange Server IMAP4 server signing off.", "4 OK LOGOUT completed."], await wire.AllOfAsync("4 LOGOUT"));
        Assert.Null(await wire.ReadLineAsync());
    }

    [Trait("Source", "MailKit #1496, imapsync #198")]
    [Fact]
    public async Task A_throttled_command_says_how_long_and_closes()
    {
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        server.Faults.Next(OutlookSandboxFault.Throttle);
        Assert.Equal("1 BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds", await wire.LastOfAsync("1 SELECT INBOX"));
        Assert.Equal("* BYE Connection closed. 14", await wire.ReadLineAsync());
    }

    [Fact]
    public async Task A_literal_breaks_off_in_the_middle()
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(Hello);
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        server.Faults.Next(OutlookSandboxFault.DropMidFetch);
        string[] lines = await wire.AllOfAsync("2 FETCH 1 BODY.PEEK[]");
        Assert.Equal($"* 1 FETCH (BODY[] {{{Hello.Length}}}", lines[0]);
        Assert.DoesNotContain(lines, l => l.StartsWith('2'));
    }
}
