using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>A session sealed by one client and opened by another, at the sandbox.</summary>
public sealed class SealedSessionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-");

    public SealedSessionTests() => Assert.SkipWhen(LibraryFlavour.IsNetStandard, "Sealed sessions need PowerShell 7.4.");

    public void Dispose() => folder.Delete(recursive: true);

    private string Sealed => Path.Combine(folder.FullName, "job.session");

    private static TransferKey Phrase => new() { PassPhrase = Secure("correct horse battery") };

    [Fact]
    public async Task A_persons_sign_in_goes_on_elsewhere_and_nothing_of_it_is_kept_there()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        var made = await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, Phrase), Ct);

        var there = new OutlookClient(world.Sandbox.Clock, _ => null);
        var opened = await OpenAsync(there, world, Phrase);
        await there.SendMailAsync(opened, new MailDraft { To = ["bob@contoso.test"], Subject = "from the job", Text = "x" }, Ct);

        Assert.Equal(("Imported", "ada@contoso.test"), (opened.SignIn, opened.Mailbox));
        Assert.Equal("PassPhrase", made.Key);
        Assert.Single(world.Sandbox.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(Sealed));
        var again = await Assert.ThrowsAsync<OutlookMailException>(() => there.ConnectAsync(new ConnectRequest { Sandbox = world.Sandbox.Info, Silent = true }, NoCode, Ct));
        Assert.Equal(ErrorIds.SignInRequired, again.ErrorId);
    }

    [Fact]
    public async Task An_apps_secret_goes_along_and_its_text_shows_nowhere()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync("bob@contoso.test");
        var session = await world.SignInAsync(request => (request.ClientId, request.ClientSecret, request.Mailbox) = (appId, Secure(secret), "bob@contoso.test"));
        await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, Phrase), Ct);

        var opened = await OpenAsync(new OutlookClient(world.Sandbox.Clock, _ => null), world, Phrase);

        Assert.Equal(("Imported", "bob@contoso.test"), (opened.SignIn, opened.Mailbox));
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(Sealed, Ct));
    }

    [Fact]
    public async Task A_key_file_and_a_certificate_seal_and_open_too()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        var keyFile = Path.Combine(folder.FullName, "job.key");
        await File.WriteAllBytesAsync(keyFile, RandomNumberGenerator.GetBytes(32), Ct);
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=runner", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (pfx, cer) = (Path.Combine(folder.FullName, "runner.pfx"), Path.Combine(folder.FullName, "runner.cer"));
        await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pfx, "quiet"), Ct);
        await File.WriteAllBytesAsync(cer, certificate.Export(X509ContentType.Cert), Ct);
        var there = new OutlookClient(world.Sandbox.Clock, _ => null);

        await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, new TransferKey { KeyFile = keyFile }), Ct);
        Assert.True((await OpenAsync(there, world, new TransferKey { KeyFile = keyFile })).IsOpen);
        await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, new TransferKey { CertificatePath = cer }) { Overwrite = true }, Ct);
        Assert.True((await OpenAsync(there, world, new TransferKey { CertificatePath = pfx, CertificatePassword = Secure("quiet") })).IsOpen);
    }

    [Fact]
    public async Task It_ends_with_its_time_and_takes_the_sessions_that_were_opened_with_it_along()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, Phrase) { Lifetime = TimeSpan.FromHours(1) }, Ct);
        var opened = await OpenAsync(world.Client, world, Phrase);

        world.Sandbox.Clock.Advance(TimeSpan.FromHours(1));
        var shut = await Assert.ThrowsAsync<OutlookMailException>(() => OpenAsync(world.Client, world, Phrase));
        var ended = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.GetAccessTokenAsync(opened, OutlookTokenResource.Mail, Ct));

        Assert.Equal((ErrorIds.SealedSessionExpired, ErrorIds.SealedSessionExpired), (shut.ErrorId, ended.ErrorId));
    }

    [Fact]
    public async Task Called_back_it_opens_no_more_and_the_open_sessions_of_it_end()
    {
        await using var world = await StartAsync();
        var info = world.Sandbox.Info;
        var list = Path.Combine(folder.FullName, "revoked.txt");
        await File.WriteAllTextAsync(list, "", Ct);
        var home = Path.Combine(folder.FullName, "home");
        var session = await world.Client.ConnectAsync(
            new ConnectRequest
            {
                Authority = info.Authority, ClientId = info.ClientId, Tenant = info.Tenant, ImapPort = info.ImapPort, SmtpPort = info.SmtpPort,
                CertificateAuthority = world.Sandbox.CertificateAuthority, StoreFolder = home,
            },
            new RecordedEvents(_ => Task.CompletedTask),
            Ct);
        var made = await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, Phrase) { RevocationList = list }, Ct);
        var opened = await OpenAsync(world.Client, world, Phrase);
        Assert.Equal(made.ExportId, Assert.Single(await world.Client.GetExportedSessionsAsync(home, Ct)).ExportId);

        await world.Client.RevokeExportedSessionAsync(made.ExportId, home, Ct);

        var shut = await Assert.ThrowsAsync<OutlookMailException>(() => OpenAsync(world.Client, world, Phrase));
        var ended = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.GetAccessTokenAsync(opened, OutlookTokenResource.Mail, Ct));
        Assert.Equal((ErrorIds.SealedSessionRevoked, ErrorIds.SealedSessionRevoked), (shut.ErrorId, ended.ErrorId));
        Assert.NotNull((await world.Client.GetExportedSessionsAsync(home, Ct)).Single().RevokedOn);
    }

    [Fact]
    public async Task While_its_revocation_list_cannot_be_read_it_stays_shut()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, Phrase) { RevocationList = Path.Combine(folder.FullName, "absent.txt") }, Ct);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => OpenAsync(world.Client, world, Phrase));

        Assert.Equal((ErrorIds.SealedSessionRevoked, OutlookErrorCategory.ResourceUnavailable), (error.ErrorId, error.Category));
    }

    [Fact]
    public async Task Another_key_a_changed_file_and_a_file_of_another_kind_are_refused()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        await world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, Phrase), Ct);

        var other = await Assert.ThrowsAsync<OutlookMailException>(() => OpenAsync(world.Client, world, new TransferKey { PassPhrase = Secure("another pass phrase") }));
        var shortOne = await Assert.ThrowsAsync<OutlookMailException>(() => OpenAsync(world.Client, world, new TransferKey { PassPhrase = Secure("short") }));
        await File.WriteAllTextAsync(Sealed, (await File.ReadAllTextAsync(Sealed, Ct)).Replace("\"expires\":\"20", "\"expires\":\"21", StringComparison.Ordinal), Ct);
        var changed = await Assert.ThrowsAsync<OutlookMailException>(() => OpenAsync(world.Client, world, Phrase));
        await File.WriteAllTextAsync(Sealed, "nothing", Ct);
        var none = await Assert.ThrowsAsync<OutlookMailException>(() => OpenAsync(world.Client, world, Phrase));

        Assert.All([other, shortOne, changed, none], e => Assert.Equal(ErrorIds.SealedSessionInvalid, e.ErrorId));
        Assert.All([other, shortOne, changed, none], e => Assert.DoesNotContain("horse", e.ToString()));
    }

    [Fact]
    public async Task What_has_nothing_to_go_along_is_refused_with_the_reason()
    {
        await using var world = await StartAsync();
        var fixedToken = await world.WithTokenAsync(world.Sandbox.IssueToken("ada@contoso.test"), "ada@contoso.test");
        var session = await world.SignInAsync();

        var token = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.ExportSessionAsync(new ExportSessionRequest(fixedToken, Sealed, Phrase), Ct));
        var forever = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.ExportSessionAsync(new ExportSessionRequest(session, Sealed, Phrase) { Lifetime = TimeSpan.FromDays(91) }, Ct));

        Assert.Equal((ErrorIds.SessionNotExportable, ErrorIds.SessionNotExportable), (token.ErrorId, forever.ErrorId));
        Assert.False(File.Exists(Sealed));
    }

    private Task<OutlookSession> OpenAsync(OutlookClient client, SandboxSession world, TransferKey key) => client.ImportSessionAsync(
        new ImportSessionRequest(Sealed, key, new ConnectRequest { Sandbox = world.Sandbox.Info }), NoCode, Ct);
}
