using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class ProfileStoreTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AppProfile Whole(string name = "Mail runbook") => new(name)
    {
        ClientId = "11111111-2222-3333-4444-555555555555",
        Tenant = "contoso.com",
        Cloud = OutlookCloud.USGovHigh,
        Authority = "https://login.microsoftonline.us",
        Flow = SignInFlow.ClientSecret,
        Account = "ada@contoso.com",
        Mailbox = "shared@contoso.com",
        Secret = new SecretValue("s3cr3t"),
        SecretKeyId = "22222222-3333-4444-5555-666666666666",
        CredentialExpiresOn = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Vault = "Vault",
        VaultSecretName = "name",
        CertificateThumbprint = "AB",
        CertificatePath = "/c.pfx",
        TokenFile = "/t",
        RedirectUri = "http://localhost:8080/in",
        Graph = "https://graph.test",
        ImapServer = "imap.test",
        ImapPort = 993,
        SmtpServer = "smtp.test",
        SmtpPort = 587,
        CertificateAuthority = "/ca.pem",
        Proxy = "http://proxy.test:8080",
    };

    [Fact]
    public async Task A_profile_comes_back_whole_from_another_object_over_the_same_store()
    {
        var store = TokenStore.InMemory();
        await new ProfileStore(store).SaveAsync(Whole(), Ct);

        var read = await new ProfileStore(store).FindAsync(" mail RUNBOOK ", Ct);

        Assert.Equal("s3cr3t", read!.Secret!.Reveal());
        Assert.Equal(Whole() with { Secret = null }, read with { Secret = null });
        Assert.All(typeof(AppProfile).GetProperties(), p => Assert.False(p.GetValue(read) is null or "" or SignInFlow.DeviceCode or OutlookCloud.Global, $"{p.Name} was not kept."));
    }

    [Fact]
    public async Task Nothing_of_a_profile_shows_on_the_disk_and_its_secret_not_in_its_text()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "There is no cipher on netstandard2.0 outside of Windows.");
        using var folder = new TemporaryFolder();
        await new ProfileStore(TokenStore.File(folder.Store, TokenProtection.Encrypted, "profiles")).SaveAsync(Whole(), Ct);

        var onDisk = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.File("profiles.bin"), Ct));
        Assert.DoesNotContain("s3cr3t", onDisk);
        Assert.DoesNotContain("runbook", onDisk);
        Assert.DoesNotContain("s3cr3t", Whole().ToString());
    }

    [Fact]
    public async Task Saving_again_replaces_and_removing_takes_the_default_along()
    {
        var profiles = new ProfileStore(TokenStore.InMemory());
        await profiles.SaveAsync(Whole("one"), Ct);
        await profiles.SaveAsync(Whole("two"), Ct);
        await profiles.SaveAsync(Whole("ONE") with { Tenant = "fabrikam.com" }, Ct);

        Assert.Equal(new[] { "ONE", "two" }, (await profiles.ListAsync(Ct)).Select(p => p.Name));
        Assert.Null(await profiles.DefaultAsync(Ct));
        Assert.True(await profiles.SetDefaultAsync("one", Ct));
        Assert.Equal("fabrikam.com", (await profiles.DefaultAsync(Ct))!.Tenant);
        Assert.False(await profiles.SetDefaultAsync("three", Ct));
        Assert.Equal("ONE", (await profiles.DefaultAsync(Ct))!.Name);

        Assert.True(await profiles.RemoveAsync("one", Ct));
        Assert.False(await profiles.RemoveAsync("one", Ct));
        Assert.Equal("two", (await profiles.DefaultAsync(Ct))!.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\r\nb")]
    public void A_name_that_cannot_be_shown_is_refused(string name) => Assert.Throws<ArgumentException>(() => new AppProfile(name));

    [Fact]
    public async Task A_document_that_is_none_is_set_aside_and_reported()
    {
        var store = TokenStore.InMemory();
        using (var lease = await store.OpenAsync(Ct))
        {
            lease.Write("[1"u8.ToArray());
        }

        var reports = 0;
        store.Damaged += (_, _) => reports++;

        Assert.Empty(await new ProfileStore(store).ListAsync(Ct));
        Assert.Equal(1, reports);
    }

    [Fact]
    public async Task The_book_of_accounts_keeps_one_entry_for_an_account_and_app_and_knows_its_age()
    {
        var book = new AccountBook(TokenStore.InMemory());
        var day = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        KnownAccount Ada(string clientId, DateTimeOffset on) => new() { Username = "ada@contoso.com", HomeAccountId = "oid.tid", ClientId = clientId, Authority = "https://login.microsoftonline.com", SignedInOn = on, RefreshedOn = on };
        await book.RecordAsync(Ada("a", day), Ct);
        await book.RecordAsync(Ada("b", day), Ct);
        await book.RecordAsync(Ada("A", day.AddDays(1)), Ct);

        Assert.Equal(2, (await book.ListAsync(Ct)).Count);
        Assert.True(await book.RefreshedAsync("a", "OID.tid", day.AddDays(3), Ct));
        Assert.False(await book.RefreshedAsync("a", "oid.tid", day.AddDays(2), Ct));
        Assert.False(await book.RefreshedAsync("c", "oid.tid", day.AddDays(9), Ct));
        var ada = (await book.ListAsync(Ct)).Single(a => a.ClientId == "A");
        Assert.Equal((day.AddDays(1), day.AddDays(3), day.AddDays(93)), (ada.SignedInOn, ada.RefreshedOn, ada.EndsIfUnusedOn));

        Assert.True(await book.RemoveAsync("b", "oid.tid", Ct));
        Assert.Single(await book.ListAsync(Ct));
    }
}
