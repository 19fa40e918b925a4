using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace OutlookMail.TestServers;

/// <summary>
/// Dovecot, Postfix and oidc-provider, started once for a test class and stopped with it. Where they cannot run, each
/// test is skipped by name with the reason; with OUTLOOKMAIL_REQUIRE_SERVERS=1 (as .ci/run sets it) it fails instead.
/// </summary>
public class RealServers : IAsyncLifetime
{
    // up.sh: "this machine cannot run them", the reason on standard error.
    private const int CannotRunHere = 2;

    private string? missing;
    private JsonElement facts;

    public string Root { get; } = Path.Combine(Path.GetTempPath(), "omt-" + Guid.NewGuid().ToString("N")[..12]);

    /// <summary>What up.sh is told beside the folder.</summary>
    protected virtual string[] Options => [];

    public string Entra => Text("entra");

    public string Tenant => Text("tenant");

    public string ClientId => Text("clientId");

    /// <summary>The app without a person.</summary>
    public (string Id, string Secret) Daemon => (Text("daemonClientId"), Text("daemonClientSecret"));

    public int ImapsPort => Number("imaps");

    public int ImapStartTlsPort => Number("imapStartTls");

    public int SmtpStartTlsPort => Number("smtpStartTls");

    public int SmtpsPort => Number("smtps");

    public string CertificateAuthorityPath => Text("caPath");

    public X509Certificate2 CertificateAuthority => X509CertificateLoader.LoadCertificateFromFile(CertificateAuthorityPath);

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            missing = "the real servers run on Linux only";
            return;
        }

        var (code, _, errors) = await RunAsync("up.sh", [Root, .. Options]);
        if (code == CannotRunHere)
        {
            missing = errors.Trim();
            return;
        }

        Assert.True(code == 0, $"up.sh ended with {code}: {errors}");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root, "servers.json")));
        facts = json.RootElement.Clone();
    }

    /// <summary>Call first in each test.</summary>
    public void Require()
    {
        if (missing is null)
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("OUTLOOKMAIL_REQUIRE_SERVERS") == "1", $"The real servers are required and not there: {missing}");
        Assert.Skip($"Real servers not available: {missing}");
    }

    /// <summary>A token that Dovecot and Postfix accept, signed with the servers' own key.</summary>
    public async Task<string> TokenAsync(string user, int secondsToLive = 3600)
    {
        var (code, output, errors) = await RunAsync("mktoken.py", Root, user, secondsToLive.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(code == 0, errors);
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (missing is null)
        {
            await RunAsync("down.sh", Root, "--purge");
        }
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, script), arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    // The repository's root is written into the test assembly when it is built.
    private static string Folder => Path.Combine(RepositoryRoot, "eng", "test-servers");

    public static string RepositoryRoot { get; } = FindRoot();

    private static string FindRoot()
    {
        foreach (var attribute in typeof(RealServers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (attribute.Key == "RepositoryRoot")
            {
                return attribute.Value!;
            }
        }

        throw new InvalidOperationException("The test assembly does not say where its repository is.");
    }

    private string Text(string name) => facts.GetProperty(name).GetString()!;

    private int Number(string name) => facts.GetProperty(name).GetInt32();
}
