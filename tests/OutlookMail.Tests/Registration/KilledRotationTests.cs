using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Identity;
using Xunit;

namespace OutlookMail.Tests.Registration;

/// <summary>Update-OutlookAppSecret in a process that is killed (SIGKILL), once at each of its steps.</summary>
public sealed class KilledRotationTests : IAsyncLifetime
{
    // Making, proving and removing a secret, before and after; four writes of the store, before, halfway and after.
    private const int Steps = (3 * 2) + (4 * 3);

    private static readonly string[] Rights = ["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.AccessAsUser.All"];

    private readonly OutlookClient client = new(TimeProvider.System, _ => null);
    private readonly RecordedAppEvents events = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-");
    private SandboxServer sandbox = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Ct);
        await File.WriteAllTextAsync(KilledRotation.CertificateAuthorityIn(folder.FullName), sandbox.Info.CertificateAuthorityPem, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_rotation_whose_process_is_killed_at_any_step_leaves_a_usable_secret_and_is_finished_by_the_next()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "The encrypted store needs PowerShell 7.4 or Windows.");
        var app = await RegisterAsync();
        for (var step = 0; ; step++)
        {
            if (await RotateInAChildAsync(app, step))
            {
                Assert.Equal(Steps, step);
                await AssertFinishedAsync(app, step);
                break;
            }

            await AssertUsableAsync(app, step);
            await client.Apps.RotateSecretAsync(Where(), new SecretRequest { ClientId = app.ClientId, Overlap = TimeSpan.Zero }, events, Ct);
            await AssertFinishedAsync(app, step);
        }
    }

    /// <returns>False: it was killed at the step.</returns>
    private async Task<bool> RotateInAChildAsync(OutlookApp app, int step)
    {
        using var child = await KilledRotation.StartAsync(sandbox, folder.FullName, app, step);
        var said = await child.StandardError.ReadToEndAsync(Ct);
        await child.WaitForExitAsync(Ct);
        Assert.True(said.Length == 0, $"step {step}: {said}");
        return child.ExitCode == 0;
    }

    private async Task AssertUsableAsync(OutlookApp app, int step)
    {
        var kept = await KeptAsync(app);
        Assert.True(kept.Secret is not null, $"step {step}: no secret is stored");
        var entra = await SecretsAsync(app);
        Assert.True(entra.Contains(kept.Secret!.KeyId), $"step {step}: the stored secret is not at Entra");
        Assert.True(entra.Length <= 2, $"step {step}: {entra.Length} secrets");
        await ProveAsync(app, kept.Secret);
    }

    private async Task AssertFinishedAsync(OutlookApp app, int step)
    {
        var kept = await KeptAsync(app);
        Assert.True((await SecretsAsync(app)).SequenceEqual([kept.Secret!.KeyId]), $"step {step}: others are left");
        Assert.True(kept.Pending is null && kept.Retiring.Count == 0, $"step {step}: something is still to do");
        await ProveAsync(app, kept.Secret);
        Assert.DoesNotContain(folder.EnumerateFiles("*", SearchOption.AllDirectories), file => file.Name.Contains(".damaged-", StringComparison.Ordinal));
    }

    /// <summary>Entra takes it: as a person who runs a job with it would notice.</summary>
    private async Task ProveAsync(OutlookApp app, KeptSecret secret)
    {
        using var authority = X509Certificate2.CreateFromPem(sandbox.Info.CertificateAuthorityPem);
        await new SecretProof(new SignInSettings
        {
            ClientId = app.ClientId,
            Tenant = app.Tenant,
            Cloud = new CloudEndpoints { Authority = sandbox.Info.Authority, Graph = sandbox.Info.Graph, IsVerified = false },
            CertificateAuthority = authority,
        }).RunAsync(secret.Value, Ct);
    }

    private async Task<string?[]> SecretsAsync(OutlookApp app) =>
        [.. (await client.Apps.GetSecretsAsync(Where(), app.ClientId, null, events, Ct)).Select(s => s.KeyId)];

    private async Task<KeptApp> KeptAsync(OutlookApp app) =>
        (await new AppStore(KilledRotation.Store(folder.FullName)).ReadAsync(Ct)).Find(sandbox.Info.Authority, app.ClientId)!;

    private async Task<OutlookApp> RegisterAsync()
    {
        var what = new RegisterAppRequest { Name = "Night job", SignIn = OutlookAppSignIn.Web, RedirectUris = ["http://localhost/signin"], Audience = OutlookAppAudience.AzureADandPersonalMicrosoftAccount };
        using var work = await client.Apps.PrepareAsync(Where(), what, events, Ct);
        return await work.ApplyAsync(Ct);
    }

    // As of a real cloud: what belongs to a sandbox is kept in memory, and a killed process would take it along.
    private AppRequest Where() => new()
    {
        Authority = sandbox.Info.Authority,
        Graph = sandbox.Info.Graph,
        Tenant = sandbox.Info.Tenant,
        CertificateAuthority = X509Certificate2.CreateFromPem(sandbox.Info.CertificateAuthorityPem),
        AccessToken = new NetworkCredential("", sandbox.IssueToken("ada@contoso.test", "https://graph.microsoft.com", Rights)).SecurePassword,
        StoreFolder = folder.FullName,
    };
}
