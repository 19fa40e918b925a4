using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>One cache under a process that dies at the worst moment.</summary>
public sealed class DyingProcessTests : IDisposable
{
    private const string Prefix = "OUTLOOKMAIL_TEST_DYING_";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_process_killed_between_the_refresh_and_its_saving_loses_no_account()
    {
        await using var world = await StartAsync();
        var ca = await SignInAsync(world);
        var info = world.Sandbox.Info;

        using var child = ChildProcess.Start(typeof(DyingProcessTests), nameof(Die), new Dictionary<string, string>
        {
            [Prefix + "FOLDER"] = folder.Store, [Prefix + "AUTHORITY"] = info.Authority, [Prefix + "TENANT"] = info.Tenant, [Prefix + "CLIENT"] = info.ClientId, [Prefix + "CA"] = ca,
        });
        await child.WaitForExitAsync(Ct);

        Assert.NotEqual(0, child.ExitCode);
        Assert.Contains(world.Sandbox.Requests, r => r.Request.EndsWith("/token", StringComparison.Ordinal));
        await AssertWholeAsync(world, ca);
    }

    [Fact(Explicit = true)]
    public async Task Die()
    {
        static string Variable(string name) => Environment.GetEnvironmentVariable(Prefix + name)!;
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Variable("CA"));
        using var signIn = new EntraSignIn(new SignInSettings
        {
            ClientId = Variable("CLIENT"),
            Tenant = Variable("TENANT"),
            Cloud = new CloudEndpoints { Authority = Variable("AUTHORITY"), Graph = null },
            Store = TokenStore.File(Variable("FOLDER"), LibraryFlavour.Protection),
            Transport = new DyingHandler(EntraHttpHandlers.Create(authority, null)),
        });
        await signIn.SilentAsync(MailScopes.Delegated(new CloudEndpoints()), null, true, CancellationToken.None);
    }

    private async Task<string> SignInAsync(SandboxSession world)
    {
        var ca = Path.Combine(Directory.GetParent(folder.Store)!.FullName, "ca.pem");
        await File.WriteAllTextAsync(ca, world.Sandbox.Info.CertificateAuthorityPem, Ct);
        using var signIn = SignIn(world, ca);
        await signIn.WithDeviceCodeAsync(MailScopes.Delegated(new CloudEndpoints()), _ => Task.CompletedTask, Ct);
        return ca;
    }

    private async Task AssertWholeAsync(SandboxSession world, string ca)
    {
        using var signIn = SignIn(world, ca);
        Assert.Equal("ada@contoso.test", Assert.Single(await signIn.AccountsAsync(Ct)).Username);
        Assert.False((await signIn.SilentAsync(MailScopes.Delegated(new CloudEndpoints()), null, true, Ct))!.FromCache);
        Assert.DoesNotContain(Directory.GetFiles(folder.Store), file => file.Contains(".damaged-", StringComparison.Ordinal));
    }

    private EntraSignIn SignIn(SandboxSession world, string ca) => new(new SignInSettings
    {
        ClientId = world.Sandbox.Info.ClientId,
        Tenant = world.Sandbox.Info.Tenant,
        Cloud = new CloudEndpoints { Authority = world.Sandbox.Info.Authority, Graph = null },
        CertificateAuthority = X509CertificateLoader.LoadCertificateFromFile(ca),
        Store = TokenStore.File(folder.Store, LibraryFlavour.Protection),
    });

    /// <summary>Kills its process (SIGKILL) once the server has answered a refresh and before anybody has seen the answer.</summary>
    private sealed class DyingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Process.GetCurrentProcess().Kill();
            return response;
        }
    }
}
