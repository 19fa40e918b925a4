using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Model.OutlookAppSignIn;
using static OutlookMail.Model.OutlookPermissionStatus;

namespace OutlookMail.Tests.Permissions;

/// <summary>One test of an app, for each sign-in that it was registered for.</summary>
public class SignInTrialTests
{
    private const string Bob = "bob@contoso.test";

    [Fact]
    public async Task Both_public_sign_ins_are_proved_by_the_one_that_is_open_and_say_so()
    {
        await using var world = await AppWorld.ConnectedAsync(DeviceCode | Interactive);

        var rows = Permissions(await world.RowsAsync());

        Assert.Equal(["DeviceCode", "Interactive"], rows.Select(r => r.SignIn).Distinct());
        Assert.All(rows, row => Assert.Equal(Passed, row.Status));
        Assert.All(rows, row => Assert.Equal(row.SignIn == "Interactive", row.Evidence.Contains("only its page was not opened", StringComparison.Ordinal)));
        Assert.All(rows, row => Assert.Equal(row.SignIn == "DeviceCode", row.Requested));
    }

    [Fact]
    public async Task What_needs_a_person_says_the_line_to_run_and_what_needs_none_is_tried_until_all_are_green()
    {
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(DeviceCode | Web | AppOnly);
        await world.ConnectAsync();

        var rows = await world.RowsAsync();
        var web = Permissions(rows).Where(r => r.SignIn == "Web").ToArray();
        Assert.Equal(PermissionTestRequest.DefaultPermissions, web.Select(r => r.Permission));
        Assert.All(web, row => Assert.True(row is { Status: NotTested, Declared: true, Proved: null, WhoCanFix: OutlookFixer.User, Requested: false }, AppWorld.Say([row])));
        var signIn = Assert.Single(rows, r => r is { Permission: "sign-in", SignIn: "Web" });
        Assert.Equal((NotTested, $"Connect-OutlookMailbox -ClientId {world.App.ClientId} -SignIn Web"), (signIn.Status, signIn.Command));
        Assert.All(web, row => Assert.Equal(signIn.Command, row.Command));

        // The app's own needs nobody: its kept secret signs in, and Exchange refuses.
        var own = Permissions(rows).Where(r => r.SignIn == "AppOnly").ToArray();
        Assert.Equal(PermissionTestRequest.AppOnlyPermissions, own.Select(r => r.Permission));
        Assert.All(own, row => Assert.True(row is { Status: Failed, Declared: true, Consented: true, InToken: true, Proved: false, WhoCanFix: OutlookFixer.ExchangeAdministrator }, AppWorld.Say([row])));
        Assert.Contains(rows, r => r is { Permission: "sign-in", SignIn: "AppOnly", Status: Passed });

        var fixes = new FixRunner(world);
        await fixes.RunAsync(signIn.Command);
        await fixes.RunAsync(own[0].Command);

        rows = await world.RowsAsync();
        Assert.Equal(["Web", "DeviceCode", "AppOnly"], Permissions(rows).Select(r => r.SignIn).Distinct());
        Assert.All(rows, row => Assert.True(row.Status == Passed, AppWorld.Say([row])));
    }

    [Fact]
    public async Task Named_sign_ins_are_tested_alone_and_asked_for()
    {
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(DeviceCode | AppOnly);
        world.TellExchange(AppWorld.Ada);
        await world.ConnectAsync();

        var rows = Permissions(await world.RowsAsync(new PermissionTestRequest { SignIn = AppOnly }));

        Assert.All(rows, row => Assert.True(row is { SignIn: "AppOnly", Requested: true, Status: Passed }, AppWorld.Say([row])));
        Assert.Equal(2, rows.Length);
    }

    [Fact]
    public async Task A_named_permission_is_followed_through_the_sign_ins_that_can_hold_it()
    {
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(DeviceCode | Interactive | AppOnly);
        world.TellExchange(AppWorld.Ada);
        await world.ConnectAsync();

        var rows = await world.RowsAsync(new PermissionTestRequest { Permissions = ["SMTP.Send", "SMTP.SendAsApp"] });

        Assert.Equal([("SMTP.Send", "DeviceCode"), ("SMTP.Send", "Interactive"), ("SMTP.SendAsApp", "AppOnly")], rows.Select(r => (r.Permission, r.SignIn)));
        Assert.All(rows, row => Assert.True(row.Status == Passed, AppWorld.Say([row])));
    }

    [Fact]
    public async Task A_web_app_whose_addresses_are_elsewhere_gets_one_here_first()
    {
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(DeviceCode | Web, what => what.RedirectUris = ["https://crm.test/cb"]);
        await world.ConnectAsync();

        var row = (await world.RowsAsync()).Single(r => r is { Permission: "SMTP.Send", SignIn: "Web" });
        Assert.StartsWith($"Set-OutlookApp -ClientId {world.App.ClientId} -SignIn Web -RedirectUri 'http://localhost/signin'\n", row.Command, StringComparison.Ordinal);
        await new FixRunner(world).RunAsync(row.Command);

        Assert.Equal("WebApp", world.Session!.SignIn);
        Assert.All(Permissions(await world.RowsAsync()), r => Assert.True(r.Status == Passed, AppWorld.Say([r])));
    }

    [Fact]
    public async Task An_app_s_own_sign_in_without_a_credential_gets_one()
    {
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(DeviceCode | AppOnly, what => what.NoSecret = true);
        await world.ConnectAsync();

        var rows = await world.RowsAsync(new PermissionTestRequest { SignIn = AppOnly });
        var row = Assert.Single(rows, r => r.Permission == "sign-in");
        Assert.Contains("secret or certificate is not kept", row.Cause, StringComparison.Ordinal);
        Assert.StartsWith("New-OutlookAppSecret -ClientId " + world.App.ClientId, row.Command, StringComparison.Ordinal);

        await new FixRunner(world).RunAsync(row.Command.Split('\n')[0]);
        world.TellExchange(AppWorld.Ada);
        Assert.All(await world.RowsAsync(new PermissionTestRequest { SignIn = AppOnly, Permissions = PermissionTestRequest.AppOnlyPermissions }), r => Assert.True(r.Status == Passed, AppWorld.Say([r])));
    }

    [Fact]
    public async Task An_app_s_own_sign_in_without_a_mailbox_asks_for_one()
    {
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(DeviceCode | AppOnly);

        var row = Assert.Single(await world.RowsAsync(new PermissionTestRequest { SignIn = AppOnly }), r => r.Permission == "sign-in");

        Assert.True(row.Status == NotTested && row.Command == $"Test-OutlookAppPermissions -ClientId {world.App.ClientId} -SignIn AppOnly -Mailbox '<mailbox>'", AppWorld.Say([row]));
    }

    [Theory]
    [InlineData(Web, ErrorIds.CredentialMissing)]
    [InlineData(AppOnly, ErrorIds.CredentialMissing)]
    public async Task A_sign_in_by_a_credential_that_is_not_kept_says_so(OutlookAppSignIn signIn, string errorId)
    {
        await using var world = await AppWorld.ConnectedAsync();

        var refused = await Assert.ThrowsAsync<OutlookMailException>(() => world.ConnectAsync(request => (request.SignIn, request.Mailbox) = (signIn, Bob)));

        Assert.Equal(errorId, refused.ErrorId);
    }

    // A store of files, as beside a real tenant: what one process signed in, the next one finds.
    [Fact]
    public async Task A_kept_sign_in_is_used_by_its_own_kind_alone_and_keeps_its_age()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "A protected store needs PowerShell 7.4.");
        await using var world = await AppWorld.StartAsync();
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var info = world.Sandbox.Info;
            var rights = new[] { "Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.Read.All", "User.Read" };
            var admin = new AppRequest
            {
                Authority = info.Authority, Graph = info.Graph, Tenant = info.Tenant, StoreFolder = folder.FullName, CertificateAuthority = world.Sandbox.CertificateAuthority,
                AccessToken = new NetworkCredential("", world.Sandbox.IssueToken(AppWorld.Ada, "https://graph.microsoft.com", rights)).SecurePassword,
            };
            OutlookApp app;
            using (var work = await world.Client.Apps.PrepareAsync(admin, new RegisterAppRequest { Name = "Both", SignIn = DeviceCode | Web, RedirectUris = ["http://localhost/signin"] }, world, AppWorld.Ct))
            {
                app = await work.ApplyAsync(AppWorld.Ct);
            }

            void There(ConnectRequest request)
            {
                (request.Sandbox, request.Authority, request.Graph, request.Tenant, request.ClientId) = (null, info.Authority, info.Graph, info.Tenant, app.ClientId);
                (request.ImapPort, request.SmtpPort, request.StoreFolder, request.CertificateAuthority) = (info.ImapPort, info.SmtpPort, folder.FullName, world.Sandbox.CertificateAuthority);
                request.OpenBrowser = page => new SandboxVisitor().OpenAsync(new UriBuilder(page) { Scheme = "http", Port = new Uri(info.WebPage).Port }.Uri);
            }

            await world.ConnectAsync(request =>
            {
                There(request);
                request.SignIn = Web;
            });
            Assert.Equal("WebApp", world.Session!.SignIn);
            await world.Client.DisconnectAsync(world.Session, forget: false, AppWorld.Ct);
            var signedIn = Assert.Single(await world.Client.GetAccountsAsync(folder.FullName, AppWorld.Ct)).SignedInOn;
            world.Sandbox.Clock.Advance(TimeSpan.FromDays(3));

            var silent = new ConnectRequest { CanInteract = false };
            There(silent);
            var rows = await world.Client.TestPermissionsAsync(silent, new PermissionTestRequest { SignIn = DeviceCode | Web, Permissions = ["SMTP.Send"] }, world, AppWorld.Ct).ToListAsync(AppWorld.Ct);
            Assert.Equal([("Web", Passed), ("DeviceCode", NotTested)], rows.Where(r => r.Permission == "SMTP.Send").Select(r => (r.SignIn, r.Status)).OrderByDescending(r => r.SignIn));

            silent.SignIn = Web;
            world.Session = await world.Client.ConnectAsync(silent, world, AppWorld.Ct);
            Assert.Equal(signedIn, Assert.Single(await world.Client.GetAccountsAsync(folder.FullName, AppWorld.Ct)).SignedInOn);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static OutlookPermissionResult[] Permissions(IEnumerable<OutlookPermissionResult> rows) => [.. rows.Where(r => r.Kind == OutlookPermissionRowKind.Permission)];
}
