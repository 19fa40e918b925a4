using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>Failures of this side are made by the code that throws them, so that an error renamed there is missed here.</summary>
public sealed class LocalSignInFixesTests
{
    private static readonly AppCredential Secret = AppCredential.Secret(new SecretValue("secret-value"));

    public static TheoryData<string, string> Failures => new()
    {
        { "client", "-ClientId" },
        { "tenant", "-Tenant" },
        { "many tenants", "-Tenant" },
        { "authority", "-Authority" },
        { "redirect", "-RedirectUri" },
        { "far redirect", "http://localhost" },
        { "thumbprint", "40 hexadecimal" },
        { "no certificate", "Cert:" },
        { "no file", "-CertificatePath" },
        { "no token", "id-token" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Each_has_a_fix_of_its_own(string failure, string fix)
    {
        var e = await Assert.ThrowsAsync<SignInException>(() => Fail(failure));

        Assert.Contains(fix, LocalSignInFixes.Find(e));
    }

    [Fact]
    public void A_feature_of_PowerShell_7_is_named_once()
    {
        var e = SignInException.RequiresPowerShell7("A sealed session");

        Assert.Equal(("A sealed session", "A sealed session needs PowerShell 7.4 or later."), (e.Feature, e.Message));
    }

    private static async Task Fail(string failure)
    {
        var settings = new ScriptedEntra().Settings();
        switch (failure)
        {
            case "client":
                _ = new EntraSignIn(new SignInSettings { ClientId = "x" });
                break;
            case "tenant":
                _ = new EntraSignIn(new ScriptedEntra().Settings(tenant: "a/b"));
                break;
            case "many tenants":
                _ = new AppSignIn(new ScriptedEntra().Settings(tenant: "common"), Secret);
                break;
            case "authority":
                _ = new EntraSignIn(new SignInSettings { ClientId = Guid.NewGuid().ToString(), Cloud = new CloudEndpoints { Authority = "x" } });
                break;
            case "redirect":
                _ = new WebAppSignIn(settings, Secret, "x");
                break;
            case "far redirect":
                await new WebAppSignIn(settings, Secret, "https://app.contoso.test/in").WithBrowserAsync([], new BrowserSignIn(), CancellationToken.None);
                break;
            case "thumbprint":
                AppCertificate.FromStore("x");
                break;
            case "no certificate":
                AppCertificate.FromStore(string.Concat(Enumerable.Repeat("0", 40)));
                break;
            case "no file":
                AppCertificate.FromFile("/no/such/file");
                break;
            default:
                await new VariableToken("X", _ => null).GetAsync(null, CancellationToken.None);
                break;
        }
    }
}
