using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Sandbox;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>A tenant with an app for itself that may use one mailbox, and a host that speaks for that app.</summary>
public sealed class HostWorld : IAsyncLifetime
{
    public const string Mailbox = "bob@contoso.test";

    private readonly RSA key = RSA.Create(2048);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-hosts-");
    private SandboxGraph graph = null!;
    private HttpClient http = null!;
    private string objectId = "";

    public SandboxServer Sandbox { get; private set; } = null!;

    internal HostServer Host { get; private set; } = null!;

    public string AppId { get; private set; } = "";

    public string Secret { get; private set; } = "";

    public X509Certificate2 Certificate { get; private set; } = null!;

    public string CertificateFile => Path.Combine(folder.FullName, "app.pfx");

    public const string CertificatePassword = "password-of-the-certificate";

    /// <summary>Where to connect, as parameters: the app and what proves it come from the host.</summary>
    public string Servers { get; private set; } = "";

    /// <summary>The whole sign-in as variables of the host: the app, its secret, the mailbox and the servers.</summary>
    public Dictionary<string, string> Variables => new(WhereVariables)
    {
        ["OUTLOOKMAIL_CLIENT_ID"] = AppId,
        ["OUTLOOKMAIL_TENANT_ID"] = Sandbox.Info.Tenant,
        ["OUTLOOKMAIL_CLIENT_SECRET"] = Secret,
        ["OUTLOOKMAIL_HOME"] = Path.Combine(folder.FullName, "home"),
    };

    /// <summary>How often somebody signed in to IMAP or SMTP.</summary>
    public int SignIns => Sandbox.Requests.Count(request => request.Request.StartsWith("AUTH", StringComparison.Ordinal));

    /// <summary>The mailbox and the servers alone.</summary>
    public Dictionary<string, string> WhereVariables => new()
    {
        ["OUTLOOKMAIL_MAILBOX"] = Mailbox,
        ["OUTLOOKMAIL_AUTHORITY_HOST"] = Sandbox.Info.Authority,
        ["OUTLOOKMAIL_IMAP_SERVER"] = string.Create(CultureInfo.InvariantCulture, $"localhost:{Sandbox.Info.ImapPort}"),
        ["OUTLOOKMAIL_SMTP_SERVER"] = string.Create(CultureInfo.InvariantCulture, $"localhost:{Sandbox.Info.SmtpPort}"),
        ["OUTLOOKMAIL_CERTIFICATE_AUTHORITY"] = Path.Combine(folder.FullName, "ca.pem"),
    };

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(new SandboxOptions { MessagesPerMinute = 0 }, TestContext.Current.CancellationToken);
        http = SandboxHttp.For(Sandbox);
        graph = await SandboxGraph.SignInAsync(Sandbox);
        using var rsa = RSA.Create(2048);
        Certificate = new CertificateRequest("CN=daemon", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllBytesAsync(CertificateFile, Certificate.Export(X509ContentType.Pfx, CertificatePassword));
        (AppId, Secret, string principalId) = await graph.RegisterDaemonAsync("Daemon", Certificate);
        objectId = (await graph.GetAsync($"applications(appId='{AppId}')")).GetProperty("id").GetString()!;
        Sandbox.Exchange.NewServicePrincipal(Guid.Parse(AppId), Guid.Parse(principalId));
        Sandbox.Exchange.AddMailboxPermission(Mailbox, principalId);
        Sandbox.Exchange.AddRecipientPermission(Mailbox, principalId);
        Host = new HostServer(TokenAsync, key);

        string ca = Path.Combine(folder.FullName, "ca.pem");
        await File.WriteAllTextAsync(ca, Sandbox.Info.CertificateAuthorityPem);
        Servers = string.Create(
            CultureInfo.InvariantCulture,
            $"-Mailbox {Mailbox} -Authority {Sandbox.Info.Authority} -ImapServer localhost -ImapPort {Sandbox.Info.ImapPort} -SmtpServer localhost -SmtpPort {Sandbox.Info.SmtpPort} -CertificateAuthority '{ca}'");
    }

    /// <summary>Lets tokens of that issuer and subject stand for the app, as an administrator does.</summary>
    public async Task TrustAsync(string issuer, string subject)
    {
        Sandbox.AddIssuerKey(issuer, key);
        await graph.PostAsync($"applications/{objectId}/federatedIdentityCredentials", new { name = Guid.NewGuid().ToString("N"), issuer, subject, audiences = new[] { "api://AzureADTokenExchange" } });
    }

    /// <summary>Connects as the host has it, sends a mail, reads one, and says as whom.</summary>
    public async Task<string> RunJobAsync(IReadOnlyDictionary<string, string> environment, string parameters = "", string before = "")
    {
        string[] output = await RunScriptAsync(
            $$"""
            {{before}}
            $session = Connect-OutlookMailbox {{Servers}} {{parameters}}
            $sent = Send-OutlookMail -To {{Mailbox}} -Subject 'from the host' -Body Hi
            "$($session.SignIn) $($session.Mailbox) $($sent.State) $(@(Get-OutlookMail -First 1).Count)"
            """,
            environment);
        return output[^1];
    }

    /// <summary>Runs a script as a job of the host, whose data folder lasts from one job to the next.</summary>
    public Task<string[]> RunScriptAsync(string script, IReadOnlyDictionary<string, string> environment) =>
        PwshRun.RunAsync(script, new Dictionary<string, string>(environment) { ["OUTLOOKMAIL_HOME"] = Path.Combine(folder.FullName, "home") });

    /// <summary>How many mails of this subject the mailbox has.</summary>
    public int Count(string subject) => Sandbox.Store.Mailbox(Mailbox).Folder("Inbox").Messages
        .Count(message => System.Text.Encoding.UTF8.GetString(message.Bytes.Span).Contains($"\r\nSubject: {subject}\r\n", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        graph.Dispose();
        http.Dispose();
        key.Dispose();
        Certificate.Dispose();
        await Sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }

    // What the platform does behind its endpoint: it has the identity's credential, and nobody else sees it.
    private async Task<string> TokenAsync(string resource)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = AppId, ["client_secret"] = Secret, ["scope"] = resource + "/.default",
        });
        using HttpResponseMessage answer = await http.PostAsync($"{Sandbox.Info.Authority}/{Sandbox.Info.Tenant}/oauth2/v2.0/token", form);
        using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("access_token").GetString()!;
    }
}
