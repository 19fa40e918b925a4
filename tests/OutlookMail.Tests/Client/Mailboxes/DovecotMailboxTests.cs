using System;
using System.Threading.Tasks;
using OutlookMail.Client;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Client.Mailboxes;

/// <summary>The suite on a server that is not ours.</summary>
public sealed class DovecotMailboxTests(Servers servers) : MailboxSuite, IClassFixture<Servers>
{
    private const string User = "carol@contoso.test";

    protected override async Task<MailboxWorld> StartAsync()
    {
        servers.Require();
        var client = new OutlookClient(TimeProvider.System, _ => null);
        var request = new ConnectRequest
        {
            Authority = servers.Entra,
            ImapServer = "localhost",
            ImapPort = servers.ImapsPort,
            SmtpServer = "localhost",
            SmtpPort = servers.SmtpStartTlsPort,
            CertificateAuthority = servers.CertificateAuthority,
            Account = User,
            NoStore = true,
        };
        return await World.StartAsync(client, request, await servers.TokenAsync(User));
    }

    private sealed class World : MailboxWorld
    {
        public static async Task<MailboxWorld> StartAsync(OutlookClient client, ConnectRequest request, string token)
        {
            var (session, folder) = await OpenAsync(client, request, token);
            return new World { Client = client, Session = session, Folder = folder };
        }
    }
}
