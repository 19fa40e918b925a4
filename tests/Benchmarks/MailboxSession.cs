using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Benchmarks;

/// <summary>A session as a cmdlet has it: what it reads goes through the pool and its recovery.</summary>
internal sealed class MailboxSession : IAsyncDisposable
{
    private readonly OutlookSession handle;

    private MailboxSession(OutlookClient client, OutlookSession handle)
    {
        Client = client;
        this.handle = handle;
    }

    public OutlookClient Client { get; }

    public OutlookSession Handle => handle;

    public ImapPool Imap => Client.Find(handle).Imap;

    public static async Task<MailboxSession> ConnectAsync(Settings settings)
    {
        var client = new OutlookClient(TimeProvider.System, _ => null);
        var session = await client.ConnectAsync(
            new ConnectRequest
            {
                Authority = "https://localhost/contoso.test",
                ImapServer = settings.Host,
                ImapPort = settings.Port,
                ImapStartTls = false,
                SmtpServer = settings.Host,
                CertificateAuthority = settings.Authority,
                AccessToken = new NetworkCredential("", settings.Token).SecurePassword,
                Account = settings.User,
                NoStore = true,
            },
            Silent.Instance,
            CancellationToken.None);
        return new MailboxSession(client, session);
    }

    public async ValueTask DisposeAsync() => await Client.DisconnectAsync(handle, forget: false, CancellationToken.None);
}
