using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.TestServers;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>The settings of about_OutlookMail_SignIn for other mail programs, as they stand there, with real mbsync, msmtp, mutt and curl.</summary>
public sealed class RecipeTests(RealServers servers) : IClassFixture<RealServers>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-recipe-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Mbsync_msmtp_mutt_and_curl_get_their_token_at_the_sandbox()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Ct);
        OutlookSandboxInfo info = sandbox.Info;
        string ca = Path.Combine(folder.FullName, "ca.pem");
        await File.WriteAllTextAsync(ca, info.CertificateAuthorityPem, Ct);
        await KeepAsync(info.ClientId, info.Tenant, info.Authority, info.ImapPort, info.SmtpPort, ca, _ => Task.CompletedTask);

        await TryAsync("ada@contoso.test", info.ImapPort, info.SmtpPort, ca);
    }

    [Fact]
    public async Task Mbsync_msmtp_mutt_and_curl_get_their_token_at_Dovecot_and_Postfix()
    {
        servers.Require();
        await KeepAsync(
            servers.ClientId, servers.Tenant, servers.Entra, servers.ImapsPort, servers.SmtpStartTlsPort, servers.CertificateAuthorityPath,
            code => DevicePage.AnswerAsync(code.VerificationUri, code.UserCode, "alice@contoso.test", approve: true, servers.CertificateAuthority));

        await TryAsync("alice@contoso.test", servers.ImapsPort, servers.SmtpStartTlsPort, servers.CertificateAuthorityPath);
    }

    // Signs a person in once and keeps that under the profile that the recipes name.
    private async Task KeepAsync(string clientId, string tenant, string authority, int imapPort, int smtpPort, string ca, Func<OutlookDeviceCode, Task> person)
    {
        var client = new OutlookClient(TimeProvider.System, _ => null);
        await client.SaveProfileAsync(
            new ProfileRequest
            {
                Name = "mail", StoreFolder = folder.FullName, ClientId = clientId, Tenant = tenant, Authority = authority, CertificateAuthorityPath = ca,
                ImapServer = "localhost", ImapPort = imapPort, SmtpServer = "localhost", SmtpPort = smtpPort,
            },
            Ct);
        await client.ConnectAsync(new ConnectRequest { Profile = "mail", StoreFolder = folder.FullName }, new Person(person), Ct);
    }

    private async Task TryAsync(string user, int imapPort, int smtpPort, string ca)
    {
        string script = Path.Combine(folder.FullName, "outlook-token.ps1");
        string Here(string recipe) => recipe
            .Replace("Import-Module OutlookMail.PowerShell", $"Import-Module '{Path.Combine(Build.StagedModule, "OutlookMail.PowerShell.psd1")}'", StringComparison.Ordinal)
            .Replace("~/.config/outlook-token.ps1", script, StringComparison.Ordinal).Replace("~/Mail", folder.FullName + "/Mail", StringComparison.Ordinal)
            .Replace("ada@contoso.com", user, StringComparison.Ordinal)
            .Replace("smtp.office365.com:587", string.Create(CultureInfo.InvariantCulture, $"localhost:{smtpPort}"), StringComparison.Ordinal)
            .Replace("outlook.office365.com:993", string.Create(CultureInfo.InvariantCulture, $"localhost:{imapPort}"), StringComparison.Ordinal)
            .Replace("outlook.office365.com", "localhost", StringComparison.Ordinal).Replace("smtp.office365.com", "localhost", StringComparison.Ordinal)
            .Replace("Port 993", string.Create(CultureInfo.InvariantCulture, $"Port {imapPort}\nCertificateFile {ca}"), StringComparison.Ordinal)
            .Replace("port 587", string.Create(CultureInfo.InvariantCulture, $"port {smtpPort}\ntls_trust_file {ca}"), StringComparison.Ordinal)
            .Replace("curl -sS", $"curl -sS --cacert '{ca}'", StringComparison.Ordinal);

        await File.WriteAllTextAsync(script, Here(Block("Get-OutlookAccessToken.md", "outlook-token", "Import-Module")), Ct);
        string msmtprc = Path.Combine(folder.FullName, "msmtprc");
        await File.WriteAllTextAsync(msmtprc, Here(Block("about_OutlookMail_SignIn.md", "msmtp", "account outlook")), Ct);
        File.SetUnixFileMode(msmtprc, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string subject = "by msmtp " + Guid.NewGuid();
        await RunAsync("msmtp", ["-C", msmtprc, "-a", "outlook", user], $"From: {user}\nTo: {user}\nSubject: {subject}\n\nText\n");

        // Its copy in the mailbox is what shows that IMAP took the token as well.
        string muttrc = Path.Combine(folder.FullName, "muttrc");
        await File.WriteAllTextAsync(muttrc, Here(Block("about_OutlookMail_SignIn.md", "mutt", "set imap")) + $"set ssl_ca_certificates_file = {ca}\nset copy = yes\nset record = +INBOX\n", Ct);
        string byMutt = "by mutt " + Guid.NewGuid();
        await RunAsync("mutt", ["-n", "-F", muttrc, "-s", byMutt, "--", user], "Text\n");

        string mbsyncrc = Path.Combine(folder.FullName, "mbsyncrc");
        await File.WriteAllTextAsync(mbsyncrc, Here(Block("about_OutlookMail_SignIn.md", "mbsync", "IMAPAccount")), Ct);
        string mail = Directory.CreateDirectory(Path.Combine(folder.FullName, "Mail")).FullName;
        string fetched = "";
        for (int attempt = 0; attempt < 20 && !(fetched.Contains(subject, StringComparison.Ordinal) && Count(fetched, "Subject: " + byMutt) == 2); attempt++)
        {
            // A delivery agent hands mail over on its own time.
            await RunAsync("mbsync", ["-c", mbsyncrc, "outlook"], null);
            fetched = string.Join("\n", Directory.EnumerateFiles(mail, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        }

        Assert.Contains(subject, fetched);
        Assert.Equal(2, Count(fetched, "Subject: " + byMutt));
        string read = await RunAsync("sh", ["-c", Here(Block("about_OutlookMail_SignIn.md", "curl", "printf"))], null);
        Assert.Contains("Subject:", read);
    }

    private static int Count(string text, string part) => Regex.Matches(text, Regex.Escape(part)).Count;

    private static string Block(string page, string what, string beginsWith)
    {
        string text = File.ReadAllText(Path.Combine(Build.Repository, "docs", "en-US", page));
        return Regex.Matches(text, "```(?:powershell)?\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)
            .FirstOrDefault(block => block.StartsWith(beginsWith, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"{page} has no recipe for {what}.");
    }

    private async Task<string> RunAsync(string program, string[] arguments, string? input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OUTLOOKMAIL_HOME"] = folder.FullName;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not on PATH.");
            throw;
        }

        using (process)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(Ct);
            Task<string> errors = process.StandardError.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct);
            string text = await output + await errors;
            Assert.SkipWhen(text.Contains("AuthMechs", StringComparison.Ordinal) || text.Contains("no mechanism available", StringComparison.OrdinalIgnoreCase), "mbsync has no XOAUTH2 plugin: libsasl2-modules-kdexoauth2.");
            Assert.True(process.ExitCode == 0, $"{program}: {text}");
            return text;
        }
    }

    private sealed class Person(Func<OutlookDeviceCode, Task> answer) : IConnectEvents
    {
        public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => answer(code);

        public void Verbose(string text)
        {
        }

        public void Warning(string text)
        {
        }
    }
}
