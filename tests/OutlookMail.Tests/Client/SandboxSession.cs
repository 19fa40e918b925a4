using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Outbox;
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
