using System;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>The IMAP profile that keeps to the standards: what Exchange lacks is here.</summary>
public sealed class StandardProfileTests : IAsyncLifetime
{
    private SandboxServer server = null!;
    private SandboxFolder inbox = null!;

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions { ImapProfile = SandboxImapProfile.Standard }, TestContext.Current.CancellationToken);
        inbox = server.Store.Mailbox("ada@contoso.test").Folder("INBOX");
        inbox.Append("Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\n\r\none\r\n");
        inbox.Append("Subject: two\r\n\r\ntwo\r\n");
        inbox.Append("Subject: three\r\n\r\nthree\r\n");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_folder_that_changed_is_caught_up_with_in_one_command()
    {
        inbox.Append("Subject: four\r\n\r\nfour\r\n");
        server.Store.Mailbox("ada@contoso.test").Folder("Other");
        await using SandboxWire wire = await SignInAsync();
        Assert.Equal("1 BAD QRESYNC is to be enabled first.", await wire.LastOfAsync($"1 SELECT INBOX (QRESYNC ({inbox.UidValidity} 1))"));
        Assert.Equal(["* ENABLED QRESYNC", "2 OK ENABLE completed."], await wire.AllOfAsync("2 ENABLE QRESYNC"));
        await wire.LastOfAsync("3 SELECT INBOX");
        long known = inbox.HighestModSeq;
        await wire.LastOfAsync(@"4 STORE 2:3 +FLAGS.SILENT (\Deleted)");
        Assert.Equal(["* VANISHED 2:3", "* 2 RECENT", $"5 OK [HIGHESTMODSEQ {inbox.HighestModSeq + 1}] EXPUNGE completed."], await wire.AllOfAsync("5 EXPUNGE"));
        await wire.LastOfAsync(@"6 STORE 1 +FLAGS (\Flagged)");
        Assert.Equal("* OK [CLOSED] Previous mailbox closed", (await wire.AllOfAsync("7 SELECT Other"))[0]);
        string[] caughtUp = await wire.AllOfAsync($"8 SELECT INBOX (QRESYNC ({inbox.UidValidity} {known} 1:9))");
        Assert.Contains("* VANISHED (EARLIER) 2:3", caughtUp);
        Assert.Contains($"* 1 FETCH (UID 1 FLAGS (\\Flagged) MODSEQ ({inbox.HighestModSeq}))", caughtUp);
        Assert.DoesNotContain(caughtUp, l => l.Contains("UID 4 ", StringComparison.Ordinal));
        Assert.Equal("* VANISHED (EARLIER) 2:3", (await wire.AllOfAsync($"9 UID FETCH 1:9 (FLAGS) (CHANGEDSINCE {known} VANISHED)"))[0]);
        Assert.DoesNotContain(await wire.AllOfAsync($"10 SELECT INBOX (QRESYNC ({inbox.UidValidity + 1} 1))"), l => l.Contains("VANISHED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_token_is_answered_by_json_first()
    {
        await using SandboxWire wire = await ConnectAsync();
        await wire.SendAsync($"1 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", "bad")}\r\n");
        Assert.Equal("+ " + Convert.ToBase64String("{\"status\":\"invalid_token\"}"u8), await wire.ReadLineAsync());
        await wire.SendAsync("\r\n");
        Assert.Equal("1 NO [AUTHENTICATIONFAILED] Authentication failed.", await wire.ReadLineAsync());
    }

    [Fact]
    public async Task Oauthbearer_works()
    {
        await using SandboxWire wire = await ConnectAsync();
        string response = Convert.ToBase64String(Encoding.UTF8.GetBytes($"n,a=ada@contoso.test,\u0001host=localhost\u0001port=993\u0001auth=Bearer {server.IssueToken("ada@contoso.test")}\u0001\u0001"));
        Assert.StartsWith("1 OK [CAPABILITY IMAP4rev1 ", await wire.LastOfAsync("1 AUTHENTICATE OAUTHBEARER " + response));
    }

    [Fact]
    public async Task Special_uses_are_told()
    {
        await using SandboxWire wire = await SignInAsync();
        Assert.Contains(@"* LIST (\HasNoChildren \Sent) ""/"" ""Sent Items""", await wire.AllOfAsync("2 LIST \"\" *"));
    }

    [Fact]
    public async Task Changes_are_found_by_mod_sequence()
    {
        await using SandboxWire wire = await SignInAsync();
        Assert.Contains("* OK [HIGHESTMODSEQ 4] Highest", await wire.AllOfAsync("2 SELECT INBOX (CONDSTORE)"));
        Assert.Equal(
            [
                @"* FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Work)",
                @"* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Work \*)] Permanent flags",
                @"* 2 FETCH (FLAGS (\Recent \Flagged $Work) UID 2 MODSEQ (5))",
                "3 OK STORE completed.",
            ],
            await wire.AllOfAsync(@"3 UID STORE 2 +FLAGS (\Flagged $Work)"));
        Assert.Equal([@"* 2 FETCH (FLAGS (\Recent \Flagged $Work) UID 2 MODSEQ (5))", "4 OK FETCH completed."], await wire.AllOfAsync("4 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4)"));
        Assert.Equal("5 OK [MODIFIED 2] Conditional STORE failed.", await wire.LastOfAsync(@"5 STORE 2 (UNCHANGEDSINCE 4) +FLAGS (\Seen)"));
        Assert.Equal("* SEARCH 2", (await wire.AllOfAsync("6 SEARCH MODSEQ 5"))[0]);
        Assert.Equal("* SEARCH 2", (await wire.AllOfAsync("7 SEARCH KEYWORD $work"))[0]);
    }

    [Fact]
    public async Task Search_takes_utf8_and_returns_what_is_asked()
    {
        await using SandboxWire wire = await SignInAsync();
        await wire.LastOfAsync("2 SELECT INBOX");
        Assert.Equal("* SEARCH 1", (await wire.AllOfAsync("3 SEARCH CHARSET UTF-8 SUBJECT {7+}\r\nGröße"))[0]);
        Assert.Equal("* ESEARCH (TAG \"4\") UID COUNT 3 MIN 1 MAX 3 ALL 1:3", (await wire.AllOfAsync("4 UID SEARCH RETURN (COUNT MIN MAX ALL) ALL"))[0]);
        Assert.Equal("* ESEARCH (TAG \"5\")", (await wire.AllOfAsync("5 SEARCH RETURN (MIN) FROM nobody"))[0]);
    }

    [Fact]
    public async Task Lists_are_extended_and_statuses_come_with_them()
    {
        await using SandboxWire wire = await SignInAsync();
        Assert.Equal(
            [@"* LIST (\Sent) ""/"" ""Sent Items""".Replace(@"\\", @"\", StringComparison.Ordinal), "* STATUS \"Sent Items\" (MESSAGES 0 SIZE 0)", "2 OK LIST completed."],
            await wire.AllOfAsync("2 LIST (SPECIAL-USE) \"\" (\"Sent*\" Nothing) RETURN (STATUS (MESSAGES SIZE))"));
        Assert.Equal("3 BAD Command Argument Error. 12", await wire.LastOfAsync("3 LIST (NONSENSE) \"\" *"));
    }

    [Fact]
    public async Task Several_messages_are_appended_at_once_and_known_by_their_ids()
    {
        await using SandboxWire wire = await SignInAsync();
        Assert.Matches(@"^2 OK \[APPENDUID \d+ 1:2\] APPEND completed\.$", await wire.LastOfAsync("2 APPEND Drafts {4+}\r\na: b {4+}\r\nc: d"));
        await wire.LastOfAsync("3 SELECT Drafts");
        string id = (await wire.AllOfAsync("4 FETCH 1 (EMAILID)"))[0];
        Assert.Matches(@"^\* 1 FETCH \(EMAILID \(M[0-9A-F]{20}\)\)$", id);
        await wire.LastOfAsync("5 COPY 1 Archive");
        await wire.LastOfAsync("6 SELECT Archive");
        Assert.Equal(id, (await wire.AllOfAsync("7 FETCH 1 (EMAILID)"))[0]);
    }

    [Fact]
    public async Task A_connection_is_compressed_once()
    {
        await using ImapConnection connection = await ImapConnection.ConnectAsync(
            new WireEndpoint("localhost", server.Info.ImapPort, TlsMode.Implicit), new WireOptions { CertificateAuthority = server.CertificateAuthority }, TestContext.Current.CancellationToken);
        await connection.AuthenticateAsync("ada@contoso.test", server.IssueToken("ada@contoso.test"), TestContext.Current.CancellationToken);
        Assert.True(await connection.CompressAsync(TestContext.Current.CancellationToken));
        SelectedFolder selected = await connection.SelectAsync("INBOX", readOnly: true, TestContext.Current.CancellationToken);
        Assert.Equal(3, (int)selected.Exists);
        ImapRefusedException refused = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.CompressAsync(TestContext.Current.CancellationToken));
        Assert.Equal("COMPRESSIONACTIVE", refused.ResponseCode);
    }

    [Fact]
    public async Task What_a_search_saved_stands_for_its_messages()
    {
        await using SandboxWire wire = await SignInAsync();
        await wire.LastOfAsync("2 SELECT INBOX");
        Assert.Equal(["3 OK FETCH completed."], await wire.AllOfAsync("3 FETCH $ UID"));
        Assert.Equal(["4 OK SEARCH completed."], await wire.AllOfAsync("4 SEARCH RETURN (SAVE) SUBJECT t"));
        Assert.Equal(["* 2 FETCH (UID 2)", "* 3 FETCH (UID 3)", "5 OK FETCH completed."], await wire.AllOfAsync("5 FETCH $ UID"));
        Assert.Equal("* SEARCH 3", (await wire.AllOfAsync("6 SEARCH $ SUBJECT three"))[0]);
        Assert.StartsWith("7 NO [BADCHARSET", await wire.LastOfAsync("7 SEARCH RETURN (SAVE) CHARSET X-NONE ALL"));
        Assert.Equal(["8 OK FETCH completed."], await wire.AllOfAsync("8 FETCH $ UID"));
        Assert.Equal("* ESEARCH (TAG \"9\") COUNT 3 MAX 3", (await wire.AllOfAsync("9 SEARCH RETURN (SAVE COUNT MAX) ALL"))[0]);
        Assert.Equal("10 OK STORE completed.", await wire.LastOfAsync(@"10 STORE $ +FLAGS.SILENT (\Deleted)"));
        await wire.LastOfAsync("11 EXPUNGE");
        Assert.Equal(0, (int)inbox.Messages.Count);
        Assert.Equal(["12 OK FETCH completed."], await wire.AllOfAsync("12 UID FETCH $ FLAGS"));
    }

    [Fact]
    public async Task Parts_are_decoded_and_an_octet_that_no_literal_takes_travels_as_literal8()
    {
        inbox.Append("Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n");
        inbox.Append("Content-Transfer-Encoding: x-own\r\n\r\nabc\r\n");
        await using SandboxWire wire = await SignInAsync();
        await wire.LastOfAsync("2 SELECT INBOX");
        Assert.Equal("* 4 FETCH (BINARY[1] ~{3}", (await wire.AllOfAsync("3 FETCH 4 BINARY.PEEK[1]"))[0]);
        Assert.Equal("* 4 FETCH (BINARY.SIZE[1] 3)", (await wire.AllOfAsync("4 FETCH 4 BINARY.SIZE[1]"))[0]);
        Assert.Equal("5 NO [UNKNOWN-CTE] The part's transfer encoding is not known.", await wire.LastOfAsync("5 FETCH 5 BINARY.PEEK[1]"));
        Assert.Equal("6 BAD Command Argument Error. 12", await wire.LastOfAsync("6 FETCH 4 BINARY.PEEK[1.MIME]"));
        Assert.Matches(@"^7 OK \[APPENDUID \d+ 6\] APPEND completed\.$", await wire.LastOfAsync("7 APPEND INBOX ~{5+}\r\na:b\0c"));
    }

    [Fact]
    public async Task The_first_words_are_told_and_lazy_is_no_reason_not_to()
    {
        inbox.Append("Content-Type: text/plain; charset=utf-8\r\n\r\n  Hello,\r\n\r\n\tworld " + new string('x', 400) + "\r\n");
        await using SandboxWire wire = await SignInAsync();
        await wire.LastOfAsync("2 SELECT INBOX");
        Assert.Equal("* 2 FETCH (PREVIEW \"two\" UID 2)", (await wire.AllOfAsync("3 FETCH 2 (PREVIEW (LAZY) UID)"))[0]);
        Assert.Equal("* 4 FETCH (PREVIEW \"Hello, world " + new string('x', 187) + "\")", (await wire.AllOfAsync("4 FETCH 4 PREVIEW"))[0]);
    }

    [Fact]
    public async Task The_mailbox_has_one_quota_of_its_storage()
    {
        await using SandboxWire wire = await SignInAsync();
        string[] answer = await wire.AllOfAsync("2 GETQUOTAROOT INBOX");
        Assert.Equal(["* QUOTAROOT INBOX \"\"", "* QUOTA \"\" (STORAGE 1 104857600)", "2 OK GETQUOTAROOT completed."], answer);
        Assert.Equal(answer[1], (await wire.AllOfAsync("3 GETQUOTA \"\""))[0]);
        Assert.Equal("4 NO [NONEXISTENT] No such quota root.", await wire.LastOfAsync("4 GETQUOTA other"));
    }

    [Theory]
    [InlineData("UID SORT (DATE) UTF-8 ALL")]
    [InlineData("THREAD REFERENCES UTF-8 ALL")]
    [InlineData("GETQUOTAROOT INBOX")]
    public async Task What_Exchange_lacks_its_profile_lacks(string command)
    {
        await using SandboxServer exchange = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        await using SandboxWire wire = await SandboxWire.ImapAsync(exchange, "* OK The Microsoft Exchange IMAP4 service is ready.");
        await wire.LastOfAsync($"1 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", exchange.IssueToken("ada@contoso.test"))}");
        await wire.LastOfAsync("2 SELECT INBOX");
        Assert.Equal("3 BAD Command Error. 12", await wire.LastOfAsync("3 " + command));
        Assert.Equal("4 BAD Command Argument Error. 12", await wire.LastOfAsync("4 FETCH $ FLAGS"));
    }

    private async Task<SandboxWire> ConnectAsync() => await SandboxWire.ImapAsync(server, "* OK [CAPABILITY IMAP4rev1 SASL-IR ");

    private async Task<SandboxWire> SignInAsync()
    {
        SandboxWire wire = await ConnectAsync();
        Assert.StartsWith("1 OK ", await wire.LastOfAsync($"1 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))}"));
        return wire;
    }
}
