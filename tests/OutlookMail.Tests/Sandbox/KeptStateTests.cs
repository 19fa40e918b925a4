using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>A sandbox that keeps its state, and mail brought in from files.</summary>
public sealed class KeptStateTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("sandbox-state-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Tenant_apps_mail_and_sign_ins_outlive_a_restart()
    {
        var options = new SandboxOptions { Path = directory };
        string secret;
        string appId;
        byte[] cache = [];
        string tenant;
        string[] scopes = ["https://outlook.office.com/IMAP.AccessAsUser.All"];
        await using (SandboxServer first = await SandboxServer.StartAsync(options, TestContext.Current.CancellationToken))
        {
            tenant = first.Info.Tenant;
            SandboxFolder folder = first.Store.Mailbox("ada@contoso.test").Folder("Projekte/../Größe");
            folder.Append("Subject: kept\r\n\r\nbody\r\n", SandboxFlags.Seen);
            folder.Append("Subject: second\r\n\r\nbody\r\n");
            first.Store.Mailbox("bob@contoso.test").GrantFullAccess("ada@contoso.test");
            first.AddUser("late@contoso.test");
            using SandboxGraph graph = await SandboxGraph.SignInAsync(first);
            (appId, secret, _) = await graph.RegisterDaemonAsync("Kept", null);
            IPublicClientApplication app = SandboxGraph.PublicApp(first, first.Info.ClientId);
            app.UserTokenCache.SetAfterAccess(a => cache = a.TokenCache.SerializeMsalV3());
            await app.AcquireTokenWithDeviceCode(scopes, _ => Task.CompletedTask).ExecuteAsync();
            options = new SandboxOptions { Path = directory, EntraPort = new Uri(first.Info.Authority).Port };
        }

        await using SandboxServer second = await SandboxServer.StartAsync(options, TestContext.Current.CancellationToken);
        Assert.Equal(tenant, second.Info.Tenant);
        Assert.Contains("late@contoso.test", second.Info.Users);
        SandboxFolder kept = second.Store.Mailbox("ada@contoso.test").Find("Projekte/../Größe")!;
        Assert.Equal(["Subject: kept\r\n\r\nbody\r\n", "Subject: second\r\n\r\nbody\r\n"], kept.Messages.Select(m => Encoding.UTF8.GetString(m.Bytes.Span)));
        Assert.Equal(SandboxFlags.Seen, kept.Messages[0].Flags);
        Assert.Equal(3u, kept.UidNext);

        IPublicClientApplication again = SandboxGraph.PublicApp(second, second.Info.ClientId);
        again.UserTokenCache.SetBeforeAccess(a => a.TokenCache.DeserializeMsalV3(cache));
        AuthenticationResult refreshed = await again.AcquireTokenSilent(scopes, (await again.GetAccountsAsync()).Single()).WithForceRefresh(true).ExecuteAsync();
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(second, "bob@contoso.test", refreshed.AccessToken);
        Assert.Equal("2 OK [READ-WRITE] SELECT completed.", await wire.LastOfAsync("2 SELECT INBOX"));

        IConfidentialClientApplication daemon = ConfidentialClientApplicationBuilder.Create(appId).WithClientSecret(secret)
            .WithAuthority($"{second.Info.Authority}/{tenant}/", false).WithInstanceDiscovery(false).WithHttpClientFactory(new SandboxHttp(second)).Build();
        await daemon.AcquireTokenForClient(["https://outlook.office365.com/.default"]).ExecuteAsync();
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(Path.Combine(directory, "state.json")));
    }

    [Fact]
    public async Task What_is_kept_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions.");
        }

        await using (SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions { Path = Path.Combine(directory, "kept") }, TestContext.Current.CancellationToken))
        {
            server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append("a: b\r\n\r\n");
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(directory, "kept"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_damaged_state_is_said_and_left_alone()
    {
        string file = Path.Combine(directory, "state.json");
        await File.WriteAllTextAsync(file, "{ damaged");
        await Assert.ThrowsAsync<InvalidDataException>(() => SandboxServer.StartAsync(new SandboxOptions { Path = directory }, TestContext.Current.CancellationToken));
        Assert.Equal("{ damaged", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Mail_comes_in_from_eml_and_mbox()
    {
        await File.WriteAllTextAsync(Path.Combine(directory, "1.eml"), "Subject: one\n\nbody\n");
        await File.WriteAllTextAsync(Path.Combine(directory, "2.eml"), "Subject: two\r\n\r\nbody\r\n");
        string mbox = Path.Combine(directory, "all.mbox");
        await File.WriteAllTextAsync(mbox, "From x@y Thu Jan  1 00:00:00 2026\nSubject: a\n\n>From here\nFrom inside\n\nFrom x@y Thu Jan  1 00:00:00 2026\nSubject: b\n\nlast\n");
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        SandboxFolder folder = server.Store.Mailbox("ada@contoso.test").Folder("In");
        Assert.Equal(2, folder.Import(directory));
        Assert.Equal(2, folder.Import(mbox));
        Assert.Equal(
            ["Subject: one\r\n\r\nbody\r\n", "Subject: two\r\n\r\nbody\r\n", "Subject: a\r\n\r\nFrom here\r\nFrom inside\r\n", "Subject: b\r\n\r\nlast\r\n"],
            folder.Messages.Select(m => Encoding.UTF8.GetString(m.Bytes.Span)));
    }
}
