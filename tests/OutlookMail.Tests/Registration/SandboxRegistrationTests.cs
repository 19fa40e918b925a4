using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Registration;

/// <summary>From nothing to a proved mailbox, against the sandbox's Entra, Graph, IMAP and SMTP.</summary>
public sealed class SandboxRegistrationTests : IAsyncLifetime
{
    private readonly OutlookClient client = new(TimeProvider.System, _ => null);
    private readonly RecordedAppEvents events = new();
    private SandboxServer sandbox = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Ct);

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Theory]
    [InlineData(OutlookAppSignIn.DeviceCode)]
    [InlineData(OutlookAppSignIn.DeviceCode | OutlookAppSignIn.Interactive)]
    public async Task Register_connect_and_every_permission_passes(OutlookAppSignIn signIn)
    {
        var app = await RegisterAsync(new RegisterAppRequest { Name = "Mail runbook", SignIn = signIn });

        var session = await client.ConnectAsync(new ConnectRequest { Sandbox = sandbox.Info }, events, Ct);

        Assert.Equal(app.ClientId, session.ClientId);
        Assert.NotEqual(sandbox.Info.ClientId, app.ClientId);
        await foreach (var row in client.TestPermissionsAsync(session, new PermissionTestRequest(), Ct))
        {
            Assert.True(row.Status == OutlookPermissionStatus.Passed, $"{row}: {row.Evidence}");
        }
    }

    [Fact]
    public async Task Registering_again_changes_nothing_and_keeps_the_secret()
    {
        var what = new RegisterAppRequest { Name = "NocoBase mail", SignIn = OutlookAppSignIn.Web, RedirectUris = ["https://crm.test/admin/settings/mail/oauth2"] };
        var first = await RegisterAsync(what);

        var again = await RegisterAsync(what);

        Assert.Equal(first.ClientId, again.ClientId);
        Assert.Empty(again.Changes);
        Assert.Equal(first.Secrets.Single().KeyId, again.Secrets.Single().KeyId);
    }

    [Fact]
    public async Task A_web_app_s_secret_is_proved_kept_and_exported()
    {
        var app = await RegisterAsync(new RegisterAppRequest { Name = "NocoBase mail", SignIn = OutlookAppSignIn.Web, RedirectUris = ["https://crm.test/admin/settings/mail/oauth2"] });

        var credential = Assert.Single(await client.Apps.GetCredentialsAsync(Where, null, Ct));
        Assert.True(credential.HasSecret);
        Assert.False(credential.IsDefault);
        Assert.InRange(credential.DaysLeft!.Value, 178, 180);
        Assert.True(app.Secrets.Single().IsStored);
        Assert.Equal(OutlookAppSignIn.Web, app.SignIn);
        var text = await client.Apps.ExportCredentialAsync(Where, app.ClientId, OutlookCredentialFormat.NocoBase, plainText: true, Ct);
        Assert.Contains(app.ClientId, text);
        Assert.Contains("https://crm.test/admin/settings/mail/oauth2", text);
    }

    [Fact]
    public async Task A_rotation_leaves_one_secret_that_signs_in()
    {
        var app = await RegisterAsync(new RegisterAppRequest { Name = "NocoBase mail", SignIn = OutlookAppSignIn.Web, RedirectUris = ["https://crm.test/cb"] });

        var made = await client.Apps.RotateSecretAsync(Where, new SecretRequest { ClientId = app.ClientId, Overlap = TimeSpan.Zero }, events, Ct);

        var left = Assert.Single(await client.Apps.GetSecretsAsync(Where, app.ClientId, null, events, Ct));
        Assert.Equal((made.KeyId, true), (left.KeyId, left.IsStored));
        Assert.NotEqual(app.Secrets.Single().KeyId, made.KeyId);
        Assert.StartsWith(made.Hint!, new NetworkCredential("", made.Value!).Password);
    }

    [Fact]
    public async Task A_rotation_with_an_overlap_keeps_the_old_secret_until_its_time()
    {
        var app = await RegisterAsync(new RegisterAppRequest { Name = "NocoBase mail", SignIn = OutlookAppSignIn.Web, RedirectUris = ["https://crm.test/cb"] });
        await client.Apps.RotateSecretAsync(Where, new SecretRequest { ClientId = app.ClientId, Overlap = TimeSpan.FromDays(7) }, events, Ct);

        Assert.Empty(await client.Apps.RetireSecretsAsync(Where, new SecretRequest { ClientId = app.ClientId }, events, Ct));

        Assert.Equal(2, (await client.Apps.GetSecretsAsync(Where, app.ClientId, null, events, Ct)).Count);
    }

    [Fact]
    public async Task Owners_and_a_federated_credential_are_added_once()
    {
        var what = new RegisterAppRequest
        {
            Name = "Pipeline",
            SignIn = OutlookAppSignIn.AppOnly,
            Owners = [sandbox.Users[1].ObjectId.ToString()],
            FederationIssuer = "https://token.actions.githubusercontent.com",
            FederationSubject = "repo:contoso/mail:ref:refs/heads/main",
        };

        var first = await RegisterAsync(what);
        var again = await RegisterAsync(what);

        Assert.Contains(first.Changes, c => c.StartsWith("add owner", StringComparison.Ordinal));
        Assert.Contains(first.Changes, c => c.StartsWith("add federated credential", StringComparison.Ordinal));
        Assert.Empty(first.Secrets);
        Assert.Empty(again.Changes);
    }

    [Fact]
    public async Task Subjects_that_leave_the_same_name_or_none_are_federated_each()
    {
        foreach (var subject in new[] { "repo:contoso/mail", "repo:contoso-mail", "***", new string('x', 600) })
        {
            var what = new RegisterAppRequest { Name = "Pipeline", SignIn = OutlookAppSignIn.AppOnly, FederationIssuer = "https://token.actions.githubusercontent.com", FederationSubject = subject };

            Assert.Contains((await RegisterAsync(what)).Changes, c => c.StartsWith("add federated credential", StringComparison.Ordinal));
            Assert.Empty((await RegisterAsync(what)).Changes);
        }
    }

    [Fact]
    public async Task Half_of_a_federated_credential_is_said_before_anything_is_done()
    {
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => RegisterAsync(new RegisterAppRequest { Name = "Pipeline", SignIn = OutlookAppSignIn.AppOnly, FederationIssuer = "https://issuer.test" }));

        Assert.Equal((ErrorIds.AppInvalid, "FederationSubject"), (e.ErrorId, e.Target));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_not_laid_to_Entra()
    {
        var what = new RegisterAppRequest { Name = "Service", SignIn = OutlookAppSignIn.AppOnly, Certificate = new AppCertificateRequest { Path = typeof(SandboxRegistrationTests).Assembly.Location } };

        var e = await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.HandOverAsync(new AppRequest(), what, OutlookAppExportFormat.PowerShell, Ct));

        Assert.StartsWith("The certificate in ", e.Message);
        Assert.DoesNotContain("..", e.Message);
    }

    [Fact]
    public async Task An_owner_is_found_by_name_and_an_unknown_one_is_said_before_anything_is_done()
    {
        var what = new RegisterAppRequest { Name = "Mail runbook", Owners = ["bob@contoso.test"] };
        await RegisterAsync(what);

        Assert.Empty((await RegisterAsync(what)).Changes);
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => RegisterAsync(new RegisterAppRequest { Name = "Another", Owners = ["nobody@contoso.test"] }));
        Assert.Equal((ErrorIds.AppInvalid, "Owner"), (e.ErrorId, e.Target));
    }

    [Fact]
    public async Task The_difference_is_shown_before_anything_is_done()
    {
        using (var work = await client.Apps.PrepareAsync(Where, new RegisterAppRequest { Name = "Mail runbook" }, events, Ct))
        {
            Assert.Contains("add app registration: Mail runbook (AzureADMyOrg)", work.Lines);
            Assert.Contains("add permission: IMAP.AccessAsUser.All (delegated, Microsoft Graph)", work.Lines);
        }

        await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.GetAppsAsync(Where, null, "Mail runbook", events, Ct));
    }

    [Fact]
    public async Task An_app_is_found_changed_and_deleted_by_name()
    {
        await RegisterAsync(new RegisterAppRequest { Name = "Mail runbook" });
        using (var work = await client.Apps.PrepareAsync(Where, new RegisterAppRequest { Name = "Mail runbook", MustExist = true, SignIn = OutlookAppSignIn.None, Permissions = ["POP.AccessAsUser.All"], NoSecret = true, MakeDefault = false }, events, Ct))
        {
            Assert.Equal(["add permission: POP.AccessAsUser.All (delegated, Microsoft Graph)"], work.Lines);
            await work.ApplyAsync(Ct);
        }

        var app = Assert.Single(await client.Apps.GetAppsAsync(Where, null, "Mail runbook", events, Ct));
        Assert.Equal(6, app.Permissions.Length);
        Assert.True(app.IsDefault);
        await client.Apps.RemoveAppAsync(Where, app.ClientId, null, events, Ct);
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.GetAppsAsync(Where, app.ClientId, null, events, Ct));
        Assert.Equal(ErrorIds.AppNotFound, e.ErrorId);
        Assert.Empty(await client.Apps.GetCredentialsAsync(Where, null, Ct));
    }

    [Fact]
    public async Task Secrets_are_removed_by_their_id_and_unknown_ids_are_said()
    {
        var app = await RegisterAsync(new RegisterAppRequest { Name = "NocoBase mail", SignIn = OutlookAppSignIn.Web, RedirectUris = ["https://crm.test/cb"] });

        await client.Apps.RemoveSecretAsync(Where, app.ClientId, null, app.Secrets[0].KeyId, events, Ct);

        Assert.Empty(await client.Apps.GetSecretsAsync(Where, app.ClientId, null, events, Ct));
        Assert.False((await client.Apps.GetCredentialsAsync(Where, app.ClientId, Ct)).Single().HasSecret);
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.RemoveSecretAsync(Where, app.ClientId, null, app.Secrets[0].KeyId, events, Ct));
        Assert.Equal(ErrorIds.SecretUnknown, e.ErrorId);
    }

    [Fact]
    public async Task A_person_without_rights_hears_which_are_missing()
    {
        var where = Where;
        where.AccessToken = new NetworkCredential("", sandbox.IssueToken("bob@contoso.test", sandbox.Info.Graph, ["User.Read"])).SecurePassword;

        var e = await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.PrepareAsync(where, new RegisterAppRequest { Name = "x" }, events, Ct));

        Assert.Equal(ErrorIds.RightsMissing, e.ErrorId);
        Assert.Contains("Export-OutlookApp", e.Fix);
    }

    [Fact]
    public async Task Nobody_to_sign_in_and_no_bootstrap_app_are_said()
    {
        var where = Where;
        where.CanInteract = false;
        Assert.Equal(ErrorIds.NobodyToSignIn, (await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.PrepareAsync(where, new RegisterAppRequest { Name = "x" }, events, Ct))).ErrorId);
        Assert.Equal(ErrorIds.NoBootstrapApp, (await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.PrepareAsync(new AppRequest(), new RegisterAppRequest { Name = "x" }, events, Ct))).ErrorId);
    }

    [Fact]
    public async Task A_pasted_Secret_ID_is_not_kept_as_a_secret()
    {
        var what = new CredentialRequest { ClientId = Guid.NewGuid().ToString(), Tenant = "contoso.test", Secret = new NetworkCredential("", Guid.NewGuid().ToString()).SecurePassword };

        var e = await Assert.ThrowsAsync<OutlookMailException>(() => client.Apps.SetCredentialAsync(Where, what, Ct));

        Assert.Contains("Secret ID", e.Message);
        Assert.Empty(await client.Apps.GetCredentialsAsync(Where, null, Ct));
    }

    [Fact]
    public async Task What_is_kept_for_a_sandbox_goes_with_it()
    {
        await RegisterAsync(new RegisterAppRequest { Name = "Mail runbook" });

        await client.ForgetSandboxAsync(sandbox.Info.Id, Ct);

        Assert.Empty(await client.Apps.GetCredentialsAsync(Where, null, Ct));
    }

    private AppRequest Where => new() { Sandbox = sandbox.Info };

    private async Task<OutlookApp> RegisterAsync(RegisterAppRequest what)
    {
        using var work = await client.Apps.PrepareAsync(Where, what, events, Ct);
        return await work.ApplyAsync(Ct);
    }
}
