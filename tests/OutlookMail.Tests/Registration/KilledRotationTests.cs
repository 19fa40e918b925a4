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

/// <summary>Update-OutlookAppSecret and Update-OutlookAppCertificate in a process that is killed (SIGKILL), once at each of its steps.</summary>
public sealed class KilledRotationTests : IAsyncLifetime
{
    // Making, proving and removing a secret, before and after; four writes of the store (what is to be made, its value, the
    // switch, the old one's end), before, halfway and after.
    private const int StepsOfASecret = (3 * 2) + (4 * 3);

    // The key is made here, and written down together with what is to be made.
    private const int StepsOfACertificate = (3 * 2) + (3 * 3);

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rotation_whose_process_is_killed_at_any_step_leaves_a_usable_credential_and_is_finished_by_the_next(bool certificate)
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "The encrypted store needs PowerShell 7.4 or Windows.");
        var app = await RegisterAsync(certificate);
        for (var step = 0; ; step++)
        {
            if (await RotateInAChildAsync(app, certificate, step))
            {
                Assert.Equal(certificate ? StepsOfACertificate : StepsOfASecret, step);
                await AssertFinishedAsync(app, certificate, step);
                break;
            }

            await AssertUsableAsync(app, certificate, step);
            await RotateAsync(app, certificate);
            await AssertFinishedAsync(app, certificate, step);
        }
    }

    /// <returns>False: it was killed at the step.</returns>
    private async Task<bool> RotateInAChildAsync(OutlookApp app, bool certificate, int step)
    {
        using var child = await KilledRotation.StartAsync(sandbox, folder.FullName, app, certificate, step);
        var said = await child.StandardError.ReadToEndAsync(Ct);
        await child.WaitForExitAsync(Ct);
        Assert.True(said.Length == 0, $"step {step}: {said}");
        return child.ExitCode == 0;
    }

    private Task RotateAsync(OutlookApp app, bool certificate) => certificate
        ? client.Apps.Certificates.RotateAsync(Where(), new AppCertificateRequest { ClientId = app.ClientId, Overlap = TimeSpan.Zero }, events, Ct)
        : client.Apps.RotateSecretAsync(Where(), new SecretRequest { ClientId = app.ClientId, Overlap = TimeSpan.Zero }, events, Ct);

    private async Task AssertUsableAsync(OutlookApp app, bool certificate, int step)
    {
        var kept = await KeptAsync(app);
        Assert.True(IdOf(kept, certificate) is not null, $"step {step}: none is stored");
        var entra = await AtEntraAsync(app, certificate);
        Assert.True(entra.Contains(IdOf(kept, certificate)), $"step {step}: the stored one is not at Entra");
        Assert.True(entra.Length <= 2, $"step {step}: {entra.Length} at Entra");
        await ProveAsync(app, kept, certificate);
    }

    private async Task AssertFinishedAsync(OutlookApp app, bool certificate, int step)
    {
        var kept = await KeptAsync(app);
        Assert.True((await AtEntraAsync(app, certificate)).SequenceEqual([IdOf(kept, certificate)]), $"step {step}: others are left");
        Assert.True(kept.Pending is null && kept.PendingCertificate is null && kept.Retiring.Count + kept.RetiringCertificates.Count == 0, $"step {step}: something is still to do");
        await ProveAsync(app, kept, certificate);
        Assert.DoesNotContain(folder.EnumerateFiles("*", SearchOption.AllDirectories), file => file.Name.Contains(".damaged-", StringComparison.Ordinal));
    }

    /// <summary>Entra takes it: as a person who runs a job with it would notice.</summary>
    private async Task ProveAsync(OutlookApp app, KeptApp kept, bool certificate)
    {
        using var authority = X509Certificate2.CreateFromPem(sandbox.Info.CertificateAuthorityPem);
        var proof = new SecretProof(new SignInSettings
        {
            ClientId = app.ClientId,
            Tenant = app.Tenant,
            Cloud = new CloudEndpoints { Authority = sandbox.Info.Authority, Graph = sandbox.Info.Graph, IsVerified = false },
            CertificateAuthority = authority,
        });
        if (certificate)
        {
            using var loaded = CertificateMaker.Load(kept.Certificate!);
            await proof.RunAsync(loaded, Ct);
        }
        else
        {
            await proof.RunAsync(kept.Secret!.Value, Ct);
        }
    }

    private static string? IdOf(KeptApp kept, bool certificate) => certificate ? kept.Certificate?.KeyId : kept.Secret?.KeyId;

    private async Task<string?[]> AtEntraAsync(OutlookApp app, bool certificate) => certificate
        ? [.. (await client.Apps.Certificates.GetAsync(Where(), app.ClientId, null, events, Ct)).Select(c => c.KeyId)]
        : [.. (await client.Apps.GetSecretsAsync(Where(), app.ClientId, null, events, Ct)).Select(s => s.KeyId)];

    private async Task<KeptApp> KeptAsync(OutlookApp app) =>
        (await new AppStore(KilledRotation.Store(folder.FullName)).FindAsync(sandbox.Info.Authority, app.ClientId, Ct))!;

    private async Task<OutlookApp> RegisterAsync(bool certificate)
    {
        var what = certificate
            ? new RegisterAppRequest { Name = "Night job", SignIn = OutlookAppSignIn.AppOnly, Certificate = new AppCertificateRequest() }
            : new RegisterAppRequest { Name = "Night job", SignIn = OutlookAppSignIn.Web, RedirectUris = ["http://localhost/signin"], Audience = OutlookAppAudience.AzureADandPersonalMicrosoftAccount };
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
