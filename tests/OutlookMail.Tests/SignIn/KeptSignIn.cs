using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>A person's sign-in at a sandbox, kept in a folder that other processes share.</summary>
internal sealed class KeptSignIn : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Folder => folder.Store;

    public string CertificateAuthorityPath => Path.Combine(Directory.GetParent(folder.Store)!.FullName, "ca.pem");

    public void Dispose() => folder.Dispose();

    public async Task SignInAsync(SandboxSession world)
    {
        await File.WriteAllTextAsync(CertificateAuthorityPath, world.Sandbox.Info.CertificateAuthorityPem, Ct);
        using var signIn = Open(world);
        await signIn.WithDeviceCodeAsync(MailScopes.Delegated(new CloudEndpoints()), _ => Task.CompletedTask, Ct);
    }

    /// <summary>The one account is there and can be refreshed, and nothing was set aside.</summary>
    public async Task AssertWholeAsync(SandboxSession world)
    {
        using var signIn = Open(world);
        Assert.Equal("ada@contoso.test", Assert.Single(await signIn.AccountsAsync(Ct)).Username);
        Assert.False((await signIn.SilentAsync(MailScopes.Delegated(new CloudEndpoints()), null, true, Ct))!.FromCache);
        Assert.DoesNotContain(Directory.GetFiles(folder.Store), file => file.Contains(".damaged-", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(folder.Store, "*.new"));
    }

    private EntraSignIn Open(SandboxSession world) => new(new SignInSettings
    {
        ClientId = world.Sandbox.Info.ClientId,
        Tenant = world.Sandbox.Info.Tenant,
        Cloud = new CloudEndpoints { Authority = world.Sandbox.Info.Authority, Graph = null },
        CertificateAuthority = X509CertificateLoader.LoadCertificateFromFile(CertificateAuthorityPath),
        Store = TokenStore.File(folder.Store, LibraryFlavour.Protection),
    });
}
