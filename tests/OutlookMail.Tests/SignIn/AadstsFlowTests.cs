using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>Every AADSTS number of the table, met by every flow that asks for tokens: its id, its words, its fix.</summary>
public class AadstsFlowTests
{
    // A poll that is told to wait goes on, and the sign-in ends well.
    private const int Pending = 70016;

    // MSAL renews a token that has less than five minutes left: this one at every use.
    private static readonly TimeSpan UnderMsalsMargin = TimeSpan.FromMinutes(4);

    // Policies that another flow can satisfy: -Interactive is their way out, whatever else the number can mean.
    private static readonly int[] Blocked = [530032, 530035, 50199];

    // Said to a request with prompt=none, which is never sent.
    private const int NoPrompt = 50058;

    private static readonly string[] Transient = ["temporarily_unavailable", "server_error"];

    public static IEnumerable<TheoryDataRow<int>> Numbers => AadstsTable.All.Select(row => new TheoryDataRow<int>(row.Code));

    [Fact]
    public void The_sandbox_can_say_every_number_of_the_table() =>
        Assert.Empty(AadstsTable.All.Select(row => row.Code).Except(SandboxServer.SignInErrors.Select(e => e.Code)));

    [Fact]
    public async Task An_app_with_a_secret_meets_each()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync("bob@contoso.test");
        foreach (var row in AadstsTable.All)
        {
            world.Sandbox.Faults.NextSignInError(row.Code, Times(row.Code));

            var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(
                request => (request.ClientId, request.ClientSecret, request.Mailbox) = (appId, Secure(secret), "bob@contoso.test")));

            Check(row, error);
            Assert.DoesNotContain(secret, error.ToString());
        }
    }

    [Fact]
    public async Task An_app_with_a_certificate_meets_each()
    {
        await using var world = await StartAsync();
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var signIn = await world.DaemonWithFileAsync("bob@contoso.test", folder);
            foreach (var row in AadstsTable.All)
            {
                world.Sandbox.Faults.NextSignInError(row.Code, Times(row.Code));

                Check(row, await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(signIn)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_browsers_page_meets_each()
    {
        await using var world = await StartAsync();
        foreach (var row in AadstsTable.All.Where(row => row.Code != NoPrompt))
        {
            world.Sandbox.Faults.NextSignInError(row.Code, 1, SandboxEntraEndpoint.Authorize);

            Check(row, await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Interactive = true)));
        }
    }

    [Fact]
    public async Task A_web_apps_code_meets_each()
    {
        await using var world = await StartAsync();
        var what = new RegisterAppRequest { Name = "Web mail", SignIn = OutlookAppSignIn.Web, RedirectUris = ["http://localhost/signin"] };
        using (var work = await world.Client.Apps.PrepareAsync(new AppRequest { Sandbox = world.Sandbox.Info }, what, new SilentAppEvents(), Ct))
        {
            await work.ApplyAsync(Ct);
        }

        // The sandbox takes a code once: the second try after a server error would meet another refusal.
        foreach (var row in AadstsTable.All.Where(row => Times(row.Code) == 1))
        {
            world.Sandbox.Faults.NextSignInError(row.Code);

            Check(row, await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync()));
        }

        Assert.True((await world.SignInAsync()).IsOpen);
    }

    // MSAL remembers such refusals for the whole process, by authority: a sandbox of its own for each.
    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_device_code_and_a_kept_sign_in_meet_it(int code)
    {
        var row = AadstsTable.Find(code)!;
        await using (var world = await StartAsync(new SandboxOptions { AccessTokenLifetime = UnderMsalsMargin }))
        {
            await world.SignInAsync();
            world.Sandbox.Faults.NextSignInError(code, Times(code));
            Check(row, await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Silent = true)));
        }

        await using var second = await StartAsync();
        second.Sandbox.Faults.NextSignInError(code, Times(code));
        if (code == Pending)
        {
            Assert.True((await second.SignInAsync()).IsOpen);
            return;
        }

        Check(row, await Assert.ThrowsAsync<OutlookMailException>(() => second.SignInAsync()));
    }

    // One more for the retry of a server error.
    private static int Times(int code) => Transient.Contains(SandboxServer.SignInErrors.Single(e => e.Code == code).Error) ? 2 : 1;

    private static void Check(AadstsRow row, OutlookMailException error)
    {
        var expected = Blocked.Contains(row.Code) ? ErrorIds.DeviceCodeBlocked : row.ErrorId;
        Assert.True(expected == error.ErrorId, $"AADSTS{row.Code}: {expected} expected, {error.ErrorId} came: {error.Message}");
        Assert.True(error.Fix.Length > 0, $"AADSTS{row.Code} has no fix.");
    }

    private sealed class SilentAppEvents : IAppEvents
    {
        public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Verbose(string text)
        {
        }

        public void Warning(string text)
        {
        }

        public void Progress(string text)
        {
        }
    }
}
