using System.Threading.Tasks;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>The front end that a part of Exchange Online has since September 2026, from MailKit #2016's transcript.</summary>
public sealed class ExchangeProxyTests
{
    [Trait("Source", "MailKit #2016")]
    [Fact]
    public async Task It_greets_and_announces_as_its_transcript()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions { ImapProfile = SandboxImapProfile.ExchangeProxy }, TestContext.Current.CancellationToken);
        await using SandboxWire wire = await SandboxWire.ImapAsync(server, "* OK Microsoft Exchange IMAP4 service ready. ");
        Assert.Equal("* CAPABILITY IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+", (await wire.AllOfAsync("1 CAPABILITY"))[0]);
        Assert.Equal("2 OK AUTHENTICATE completed.", await wire.LastOfAsync($"2 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))}"));
        Assert.Equal(
            "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT ENABLE IMAP4rev2 CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE BACKENDAUTHENTICATE-IR CHILDREN IDLE NAMESPACE LITERAL+",
            (await wire.AllOfAsync("3 CAPABILITY"))[0]);
    }

    [Trait("Source", "MailKit #1177")]
    [Fact]
    public async Task Who_enables_what_it_announces_gets_empty_searches()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions { ImapProfile = SandboxImapProfile.ExchangeProxy }, TestContext.Current.CancellationToken);
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append("Subject: one\r\n\r\n");
        await using SandboxWire wire = await SandboxWire.ImapAsync(server, "* OK Microsoft Exchange IMAP4 service ready. ");
        await wire.LastOfAsync($"1 AUTHENTICATE XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))}");
        Assert.Equal("* ENABLED IMAP4rev2", (await wire.AllOfAsync("2 ENABLE IMAP4rev2"))[0]);
        await wire.LastOfAsync("3 SELECT INBOX");

        // MailKit #1177: RETURN () names nothing and finds nothing; without it the answer is right.
        Assert.Equal("* ESEARCH (TAG \"4\") UID", (await wire.AllOfAsync("4 UID SEARCH RETURN () UNSEEN"))[0]);
        Assert.Equal("* SEARCH 1", (await wire.AllOfAsync("5 UID SEARCH UNSEEN"))[0]);
    }
}
