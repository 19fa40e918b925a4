using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>Another process that signs in silently from a shared store, forcing a refresh each time.</summary>
public sealed class RefreshChild
{
    private const string Prefix = "OUTLOOKMAIL_TEST_REFRESH_";

    internal static Process Start(string folder, string authority, string tenant, string clientId, string caPath, int rounds) => ChildProcess.Start(
        typeof(RefreshChild),
        nameof(Run),
        new Dictionary<string, string>
        {
            [Prefix + "FOLDER"] = folder,
            [Prefix + "AUTHORITY"] = authority,
            [Prefix + "TENANT"] = tenant,
            [Prefix + "CLIENT"] = clientId,
            [Prefix + "CA"] = caPath,
            [Prefix + "ROUNDS"] = rounds.ToString(CultureInfo.InvariantCulture),
        });

    [Fact(Explicit = true)]
    public async Task Run()
    {
        static string Variable(string name) => Environment.GetEnvironmentVariable(Prefix + name)!;
        using var signIn = new EntraSignIn(new SignInSettings
        {
            ClientId = Variable("CLIENT"),
            Tenant = Variable("TENANT"),
            Cloud = new CloudEndpoints { Authority = Variable("AUTHORITY"), Graph = null },
            CertificateAuthority = X509CertificateLoader.LoadCertificateFromFile(Variable("CA")),
            Store = TokenStore.File(Variable("FOLDER"), LibraryFlavour.Protection),
        });
        var rounds = int.Parse(Variable("ROUNDS"), CultureInfo.InvariantCulture);
        for (var i = 0; i < rounds; i++)
        {
            Assert.NotNull(await signIn.SilentAsync(MailScopes.Delegated(new CloudEndpoints()), null, true, CancellationToken.None));
        }
    }
}
