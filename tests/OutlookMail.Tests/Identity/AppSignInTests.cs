using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class AppSignInTests
{
    private const string Secret = "abc~secret-that-is-secret";

    private static readonly string[] Scopes = MailScopes.AppOnly(new CloudEndpoints());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ScriptedEntra GivesAppToken(ScriptedEntra entra, string token = "app-token") => entra.Answers(200, new { token_type = "Bearer", expires_in = 3599, ext_expires_in = 3599, access_token = token });

    [Fact]
    public async Task A_secret_asks_for_the_default_scope_of_one_tenant()
    {
        var entra = GivesAppToken(new ScriptedEntra());
        using var app = new AppSignIn(entra.Settings(), AppCredential.Secret(new SecretValue(Secret)));

        var answer = await app.TokenAsync(Scopes, false, Ct);

        Assert.Equal("app-token", answer.AccessToken);
        Assert.Equal("", answer.Username);
        Assert.False(answer.FromCache);
        var request = Assert.Single(entra.Requests);
        Assert.Equal($"/{ScriptedEntra.Tenant}/oauth2/v2.0/token", request.Uri.AbsolutePath);
        Assert.Equal("client_credentials", request.Field("grant_type"));
        Assert.Equal("https://outlook.office365.com/.default", request.Field("scope")!.Split(' ').Single(s => s.Contains('/')));
        Assert.Equal(Secret, request.Field("client_secret"));

        Assert.True((await app.TokenAsync(Scopes, false, Ct)).FromCache);
        GivesAppToken(entra, "second");
        Assert.Equal("second", (await app.TokenAsync(Scopes, true, Ct)).AccessToken);
    }

    [Fact]
    public async Task A_certificate_signs_an_assertion_that_its_public_key_verifies()
    {
        var entra = GivesAppToken(new ScriptedEntra());
        using var certificate = TestCertificates.App();
        using var app = new AppSignIn(entra.Settings(), AppCredential.Certificate(certificate));

        await app.TokenAsync(Scopes, false, Ct);

        var request = Assert.Single(entra.Requests);
        Assert.Null(request.Field("client_secret"));
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.Field("client_assertion_type"));
        var parts = request.Field("client_assertion")!.Split('.');
        using var header = JsonDocument.Parse(FromBase64Url(parts[0]));
        using var payload = JsonDocument.Parse(FromBase64Url(parts[1]));
        Assert.Equal("PS256", header.RootElement.GetProperty("alg").GetString());
        Assert.Equal(entra.ClientId, payload.RootElement.GetProperty("iss").GetString());
        Assert.Equal(entra.ClientId, payload.RootElement.GetProperty("sub").GetString());
        Assert.Equal($"{ScriptedEntra.Authority}/{ScriptedEntra.Tenant}/oauth2/v2.0/token", payload.RootElement.GetProperty("aud").GetString());
        using var key = certificate.GetRSAPublicKey()!;
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), FromBase64Url(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public async Task An_outside_token_is_the_assertion_and_is_asked_for_at_each_use()
    {
        var entra = GivesAppToken(GivesAppToken(new ScriptedEntra()));
        var asked = 0;
        using var app = new AppSignIn(entra.Settings(), AppCredential.Federation(new VariableToken("JOB_TOKEN", _ => $"outside-{++asked}")));

        await app.TokenAsync(Scopes, false, Ct);
        await app.TokenAsync(Scopes, true, Ct);

        Assert.Equal(new[] { "outside-1", "outside-2" }, entra.Requests.Select(r => r.Field("client_assertion")));
    }

    [Fact]
    public async Task A_missing_outside_token_is_said_by_its_own_name()
    {
        var entra = new ScriptedEntra();
        using var app = new AppSignIn(entra.Settings(), AppCredential.Federation(new VariableToken("JOB_TOKEN", _ => null)));

        var e = await Assert.ThrowsAsync<SignInException>(() => app.TokenAsync(Scopes, false, Ct));

        Assert.Equal("outside_token_missing", e.Error);
        Assert.Contains("JOB_TOKEN", e.Message);
        Assert.Empty(entra.Requests);
    }

    [Theory]
    [InlineData(7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.")]
    [InlineData(7000222, "The provided client secret keys are expired.")]
    public async Task A_wrong_or_ended_secret_is_refused_and_shown_nowhere(int code, string text)
    {
        var entra = new ScriptedEntra().Answers(401, new { error = "invalid_client", error_description = $"AADSTS{code}: {text} Trace ID: 11111111-2222-3333-4444-555555555555 Correlation ID: 66666666-7777-8888-9999-000000000000 Timestamp: 2026-11-22 12:00:00Z", error_codes = new[] { code } });
        using var app = new AppSignIn(entra.Settings(), AppCredential.Secret(new SecretValue(Secret)));

        var e = await Assert.ThrowsAsync<SignInException>(() => app.TokenAsync(Scopes, false, Ct));

        Assert.Equal((SignInFailure.Refused, "invalid_client", code, 401), (e.Failure, e.Error, e.AadstsCode, e.HttpStatus));
        Assert.Equal($"AADSTS{code}: {text}", e.Description);
        Assert.DoesNotContain(Secret, e.ToString());
    }

    [Theory]
    [InlineData("common")]
    [InlineData("Organizations")]
    [InlineData("consumers")]
    public void An_app_has_no_token_at_an_authority_of_many_tenants(string tenant)
    {
        var e = Assert.Throws<SignInException>(() => new AppSignIn(new ScriptedEntra().Settings(tenant: tenant), AppCredential.Secret(new SecretValue(Secret))));

        Assert.Equal("invalid_tenant", e.Error);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused_at_once()
    {
        using var whole = TestCertificates.App();
        using var publicOnly = X509CertificateLoader.LoadCertificate(whole.RawData);

        Assert.Equal("certificate_without_key", Assert.Throws<SignInException>(() => AppCredential.Certificate(publicOnly)).Error);
    }

    [Fact]
    public void A_secret_shows_itself_to_nobody_who_does_not_ask()
    {
        var secret = new SecretValue(Secret);

        Assert.Equal("***", secret.ToString());
        Assert.Equal("{\"LooksLikeSecretId\":false}", JsonSerializer.Serialize(secret));
        Assert.Equal(Secret, secret.Reveal());
        Assert.False(secret.LooksLikeSecretId);
        Assert.True(new SecretValue(Guid.NewGuid().ToString()).LooksLikeSecretId);
        Assert.Throws<ArgumentException>(() => new SecretValue(""));
    }

    internal static byte[] FromBase64Url(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
