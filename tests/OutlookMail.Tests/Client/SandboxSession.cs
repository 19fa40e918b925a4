using System;
using System.IO;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Outbox;
using OutlookMail.Tests.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Client;

/// <summary>A sandbox and a client of its own, with helpers to sign in there.</summary>
internal sealed class SandboxSession : IAsyncDisposable
{
    private SandboxSession(SandboxServer sandbox)
    {
        Sandbox = sandbox;
        // Pauses between attempts are jumped over; connections keep real time.
        Client = new OutlookClient(sandbox.Clock, _ => null, new SteppedTime(sandbox.Clock));
    }

    public SandboxServer Sandbox { get; }

    public OutlookClient Client { get; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static RecordedEvents NoCode => new(_ => throw new InvalidOperationException("A code was asked for."));

    public static async Task<SandboxSession> StartAsync(SandboxOptions? options = null) =>
        new(await SandboxServer.StartAsync(options ?? new SandboxOptions(), Ct));

    public Task<OutlookSession> SignInAsync(Action<ConnectRequest>? change = null)
    {
        var request = new ConnectRequest { Sandbox = Sandbox.Info };
        change?.Invoke(request);
        return Client.ConnectAsync(request, new RecordedEvents(_ => Task.CompletedTask), Ct);
    }

    /// <summary>What an administrator does: an app with its roles, and in Exchange the rights to one mailbox.</summary>
    public async Task<(string AppId, string Secret)> DaemonAsync(string mailbox, X509Certificate2? certificate = null)
    {
        using var graph = await SandboxGraph.SignInAsync(Sandbox);
        var (appId, secret, principalId) = await graph.RegisterDaemonAsync("Daemon", certificate);
        Sandbox.Exchange.NewServicePrincipal(Guid.Parse(appId), Guid.Parse(principalId));
        Sandbox.Exchange.AddMailboxPermission(mailbox, principalId);
        Sandbox.Exchange.AddRecipientPermission(mailbox, principalId);
        return (appId, secret);
    }

    /// <summary>Such an app with a certificate: what it signs in with, its file in a folder of the caller's.</summary>
    public async Task<Action<ConnectRequest>> DaemonWithFileAsync(string mailbox, DirectoryInfo folder)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=daemon", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (appId, _) = await DaemonAsync(mailbox, certificate);
        var path = Path.Combine(folder.FullName, "app.pfx");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx, "quiet"), Ct);
        return request =>
        {
            request.ClientId = appId;
            request.CertificatePath = path;
            request.CertificatePassword = Secure("quiet");
            request.Mailbox = mailbox;
        };
    }

    public static SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;

    public Task<OutlookSession> WithTokenAsync(string token, string user) => SignInAsync(request =>
    {
        request.AccessToken = new NetworkCredential("", token).SecurePassword;
        request.Account = user;
    });

    public async ValueTask DisposeAsync()
    {
        await Client.ForgetSandboxAsync(Sandbox.Info.Id, CancellationToken.None);
        await Sandbox.DisposeAsync();
    }
}
