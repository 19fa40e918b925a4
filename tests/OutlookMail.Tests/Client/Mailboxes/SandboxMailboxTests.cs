using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Sandbox;

namespace OutlookMail.Tests.Client.Mailboxes;

/// <summary>The suite on the sandbox as it shows Exchange.</summary>
public class SandboxMailboxTests : MailboxSuite
{
    protected virtual SandboxImapProfile Profile => SandboxImapProfile.Exchange;

    protected override async Task<MailboxWorld> StartAsync()
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { ImapProfile = Profile }, Ct);
        var client = new OutlookClient(sandbox.Clock, _ => null);
        var request = new ConnectRequest { Sandbox = sandbox.Info, Account = "ada@contoso.test" };
        var (session, folder) = await World.SignInAsync(client, request, sandbox.IssueToken("ada@contoso.test"));
        return new World(sandbox) { Client = client, Session = session, Folder = folder };
    }

    private sealed class World(SandboxServer sandbox) : MailboxWorld
    {
        public static Task<(Model.OutlookSession Session, string Folder)> SignInAsync(OutlookClient client, ConnectRequest request, string token) =>
            OpenAsync(client, request, token);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await sandbox.DisposeAsync();
        }
    }
}

/// <summary>The suite on the sandbox as a server of the standards.</summary>
public sealed class StandardSandboxMailboxTests : SandboxMailboxTests
{
    protected override SandboxImapProfile Profile => SandboxImapProfile.Standard;
}
