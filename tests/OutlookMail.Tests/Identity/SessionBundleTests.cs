using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class SessionBundleTests : IDisposable
{
    private static readonly string[] Mail = MailScopes.Delegated(new CloudEndpoints());
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly JumpingTime time = new();
    private readonly string keyPath = Path.GetTempFileName();

    public SessionBundleTests() => File.WriteAllBytes(keyPath, RandomNumberGenerator.GetBytes(32));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(keyPath);

    private static async Task<(ScriptedEntra Entra, TokenStore Store, AppProfile Profile, string HomeAccountId)> SignedIn()
    {
        var entra = new ScriptedEntra().GivesDeviceCode().GivesToken().GivesDeviceCode().GivesToken(user: "bob@contoso.test", oid: "0d0d0d0d-0000-4000-8000-000000000002");
        var store = TokenStore.InMemory();
        using var signIn = entra.SignIn(store);
        var ada = await signIn.WithDeviceCodeAsync(Mail, _ => Task.CompletedTask, Ct);
        await signIn.WithDeviceCodeAsync(Mail, _ => Task.CompletedTask, Ct);
        return (entra, store, new AppProfile("Runbook") { ClientId = entra.ClientId, Tenant = ScriptedEntra.Tenant, Secret = new SecretValue("s3cr3t") }, ada.HomeAccountId);
    }

    private static void RequireCipher() => Assert.SkipWhen(LibraryFlavour.IsNetStandard, "Sealed sessions need PowerShell 7.4.");

    [Fact]
    public async Task An_exported_account_signs_in_silently_where_it_is_imported_and_brings_nobody_elses_tokens()
    {
        RequireCipher();
        var (entra, store, profile, account) = await SignedIn();
        var file = await SessionBundle.ExportAsync(store, profile, account, BundleKey.KeyFile(keyPath), Week, time, Ct);
        Assert.DoesNotContain(ScriptedEntra.RefreshToken, Encoding.Latin1.GetString(file));
        Assert.DoesNotContain("s3cr3t", Encoding.Latin1.GetString(file));

        var elsewhere = TokenStore.InMemory();
        var bundle = await SessionBundle.ImportAsync(file, BundleKey.KeyFile(keyPath), elsewhere, time, Ct);

        Assert.Equal(("Runbook", entra.ClientId, "s3cr3t"), (bundle.Profile.Name, bundle.Profile.ClientId, bundle.Profile.Secret!.Reveal()));
        Assert.Equal(account, bundle.HomeAccountId);
        using var signIn = entra.SignIn(elsewhere);
        Assert.Equal("ada@contoso.test", Assert.Single(await signIn.AccountsAsync(Ct)).Username);
        entra.GivesToken(accessToken: "token-over-there");
        Assert.Equal("token-over-there", (await signIn.SilentAsync(Mail, null, false, Ct))!.AccessToken);
        Assert.Equal(ScriptedEntra.RefreshToken, entra.Requests[^1].Field("refresh_token"));
    }

    [Fact]
    public async Task Importing_keeps_the_accounts_that_are_there()
    {
        RequireCipher();
        var (entra, store, profile, account) = await SignedIn();
        var file = await SessionBundle.ExportAsync(store, profile, account, BundleKey.KeyFile(keyPath), Week, time, Ct);
        using var signIn = entra.SignIn(store);
        await signIn.RemoveAsync("ada@contoso.test", Ct);

        await SessionBundle.ImportAsync(file, BundleKey.KeyFile(keyPath), store, time, Ct);

        Assert.Equal(2, (await signIn.AccountsAsync(Ct)).Count);
    }

    [Fact]
    public async Task A_pass_phrase_and_a_certificate_seal_and_open_too_and_the_header_says_how()
    {
        RequireCipher();
        var (_, store, profile, account) = await SignedIn();
        using var certificate = TestCertificates.App();
        using var publicHalf = X509CertificateLoader.LoadCertificate(certificate.RawData);
        foreach (var (seals, opens, kind) in new[]
        {
            (BundleKey.PassPhrase(new SecretValue("correct horse battery")), BundleKey.PassPhrase(new SecretValue("correct horse battery")), "PassPhrase"),
            (BundleKey.Certificate(publicHalf), BundleKey.Certificate(certificate), "Certificate"),
        })
        {
            var file = await SessionBundle.ExportAsync(store, profile, account, seals, Week, time, Ct);

            var header = SessionBundle.Describe(file);
            Assert.Equal((kind, "AES-256-GCM", time.GetUtcNow() + Week), (header.KeyKind, header.Cipher, header.ExpiresOn));
            Assert.Equal(kind == "PassPhrase" ? ("PBKDF2-HMAC-SHA256", 600_000) : ("RSA-OAEP-SHA256", null), (header.Algorithm, header.Iterations));
            Assert.Equal("Runbook", (await SessionBundle.ImportAsync(file, opens, TokenStore.InMemory(), time, Ct)).Profile.Name);
        }
    }

    [Fact]
    public async Task It_opens_until_its_time_is_over_and_its_time_cannot_be_changed()
    {
        RequireCipher();
        var file = await SessionBundle.ExportAsync(TokenStore.InMemory(), new AppProfile("App"), null, BundleKey.KeyFile(keyPath), TimeSpan.FromSeconds(10), time, Ct);
        Assert.Null((await SessionBundle.ImportAsync(file, BundleKey.KeyFile(keyPath), TokenStore.InMemory(), time, Ct)).HomeAccountId);

        await Task.Delay(TimeSpan.FromSeconds(10), time, Ct);

        Assert.Equal(BundleFailure.Expired, await Failure(file, BundleKey.KeyFile(keyPath)));
        var longer = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file).Replace("2026", "2036", StringComparison.Ordinal));
        Assert.Equal(BundleFailure.WrongKeyOrDamaged, await Failure(longer, BundleKey.KeyFile(keyPath)));
    }

    [Fact]
    public async Task Another_key_another_kind_of_key_and_damage_are_refused()
    {
        RequireCipher();
        var file = await SessionBundle.ExportAsync(TokenStore.InMemory(), new AppProfile("App"), null, BundleKey.KeyFile(keyPath), Week, time, Ct);
        var rightKey = BundleKey.KeyFile(keyPath);
        File.WriteAllText(keyPath, Convert.ToBase64String(new byte[32]));
        var otherKey = BundleKey.KeyFile(keyPath);

        Assert.Equal(BundleFailure.WrongKeyOrDamaged, await Failure(file, otherKey));
        Assert.Equal(BundleFailure.OtherKeyKind, await Failure(file, BundleKey.PassPhrase(new SecretValue("correct horse battery"))));
        Assert.Equal(BundleFailure.NotABundle, await Failure("{}\n"u8.ToArray(), rightKey));
        Assert.Equal(BundleFailure.NotABundle, await Failure([], rightKey));
        for (var cut = 0; cut < file.Length - 2; cut += 7)
        {
            Assert.Contains(await Failure(file.Take(cut).ToArray(), rightKey), new[] { BundleFailure.NotABundle, BundleFailure.WrongKeyOrDamaged });
        }
    }

    [Fact]
    public async Task A_certificate_bundle_needs_the_private_half_of_that_certificate()
    {
        RequireCipher();
        using var certificate = TestCertificates.App();
        using var publicHalf = X509CertificateLoader.LoadCertificate(certificate.RawData);
        using var other = TestCertificates.App();
        var file = await SessionBundle.ExportAsync(TokenStore.InMemory(), new AppProfile("App"), null, BundleKey.Certificate(certificate), Week, time, Ct);

        Assert.Equal(BundleFailure.KeyUnusable, await Failure(file, BundleKey.Certificate(publicHalf)));
        Assert.Equal(BundleFailure.WrongKeyOrDamaged, await Failure(file, BundleKey.Certificate(other)));
    }

    [Fact]
    public async Task An_account_that_is_not_kept_cannot_be_exported()
    {
        var e = await Assert.ThrowsAsync<SignInException>(() => SessionBundle.ExportAsync(TokenStore.InMemory(), new AppProfile("App"), "oid.tid", BundleKey.KeyFile(keyPath), Week, time, Ct));

        Assert.Equal("no_refresh_token", e.Error);
    }

    [Fact]
    public async Task Without_a_cipher_it_says_so()
    {
        Assert.SkipUnless(LibraryFlavour.IsNetStandard, "This flavour has a cipher.");

        var e = await Assert.ThrowsAsync<SignInException>(() => SessionBundle.ExportAsync(TokenStore.InMemory(), new AppProfile("App"), null, BundleKey.KeyFile(keyPath), Week, time, Ct));

        Assert.Equal(SignInFailure.RequiresPowerShell7, e.Failure);
    }

    [Fact]
    public void A_weak_key_is_refused()
    {
        File.WriteAllBytes(keyPath, new byte[16]);
        foreach (var make in new Action[] { () => BundleKey.KeyFile(keyPath), () => BundleKey.KeyFile(keyPath + "-missing"), () => BundleKey.PassPhrase(new SecretValue("short")) })
        {
            Assert.Equal(BundleFailure.KeyUnusable, Assert.Throws<BundleException>(make).Failure);
        }
    }

    private async Task<BundleFailure> Failure(byte[] file, BundleKey key) =>
        (await Assert.ThrowsAsync<BundleException>(() => SessionBundle.ImportAsync(file, key, TokenStore.InMemory(), time, Ct))).Failure;
}
