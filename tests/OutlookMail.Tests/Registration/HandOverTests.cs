using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Identity;
using OutlookMail.Tests.Store;
using Xunit;

namespace OutlookMail.Tests.Registration;

public sealed class HandOverTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly RegisterAppRequest Web = new()
    {
        Name = "Ada's \"mail\" $(rm -rf ~) `x` {app.id}",
        SignIn = OutlookAppSignIn.Web | OutlookAppSignIn.AppOnly,
        RedirectUris = ["https://crm.test/admin/settings/mail/oauth2"],
        Consent = OutlookAppConsent.User,
        Owners = ["o'neil@contoso.test"],
        SecretLifetime = TimeSpan.FromDays(30),
    };

    [Fact]
    public async Task The_requests_are_those_that_Graph_documents()
    {
        var pack = JsonNode.Parse(await WriteAsync(Web, OutlookAppExportFormat.GraphJson))!["requests"]!.AsArray();

        Assert.Equal(["there", "graph", "exchange", "me", "owner", "app", "principal", "consent", "consent2", "ownership", "secret"], pack.Select(r => (string)r!["name"]!));
        Assert.Equal("https://graph.microsoft.com/v1.0/applications/{app.id}/addPassword", (string)pack[10]!["url"]!);
        Assert.Equal("https://graph.microsoft.com/v1.0/users/o%27neil%40contoso.test?$select=id", (string)pack[4]!["url"]!);
        Assert.Null(GraphBodies.FindError("application", pack[5]!["body"]));
        Assert.Null(GraphBodies.FindError("owner", pack[9]!["body"]));
        Assert.Null(GraphBodies.FindError("addPassword", pack[10]!["body"]));
        Assert.Equal("2027-01-31T00:00:00Z", (string)pack[10]!["body"]!["passwordCredential"]!["endDateTime"]!);
        CheckApplication(pack[5]!["body"]!);
    }

    [Fact]
    public async Task The_shell_script_sends_the_same_requests_whatever_the_names_hold()
    {
        var pack = JsonNode.Parse(await WriteAsync(Web, OutlookAppExportFormat.GraphJson))!["requests"]!.AsArray();

        var (output, errors, code, calls) = await RunShellAsync("");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            pack.Select(r => (r!["method"]!.ToString(), Filled(r["url"]!.ToString()), r["body"] is { } body ? Filled(body.ToJsonString()) : "")),
            calls.Select(c => (After(c, "--method"), After(c, "--url"), c.Contains("--body") ? JsonNode.Parse(After(c, "--body"))!.ToJsonString() : "")));
        Assert.Contains("Client ID: app-appId\n", output);
        Assert.Contains("Client secret (the Value, shown this once): secret-secretText\n", output);
        Assert.Contains("Enterprise application object id: principal-id\n", output);
        Assert.Contains("New-ServicePrincipal -AppId app-appId -ObjectId principal-id -DisplayName 'Ada''s \"mail\" $(rm -rf ~) `x` {app.id}'\n", output);
        Assert.Contains("Consent for the tenant: https://login.microsoftonline.com/contoso.test/adminconsent?client_id=app-appId\n", output);
    }

    [Fact]
    public async Task The_shell_script_waits_for_what_was_made_and_for_nothing_else()
    {
        var waited = await RunShellAsync("""case "$*" in *servicePrincipals\ *) if [ "$(cat tries)" -lt 3 ]; then echo "$(($(cat tries) + 1))" > tries; echo 'ERROR: NoBackingApplicationObject' >&2; exit 1; fi;; esac""");
        var refused = await RunShellAsync("""case "$*" in *servicePrincipals\ *) echo 'ERROR: Authorization_RequestDenied' >&2; exit 1;; esac""");
        var unknown = await RunShellAsync("""case "$*" in */users/*) echo 'ERROR: Request_ResourceNotFound' >&2; exit 1;; esac""");
        var there = await RunShellAsync("""case "$*" in *displayName%20eq*) echo object-9; exit 0;; esac""");

        Assert.Equal(0, waited.Code);
        Assert.Equal(3, waited.Calls.Count(c => c is ["slept", ..]));
        Assert.Equal((1, "ERROR: Authorization_RequestDenied\n"), (refused.Code, refused.Errors));
        Assert.Equal((1, "ERROR: Request_ResourceNotFound\n"), (unknown.Code, unknown.Errors));
        Assert.DoesNotContain(unknown.Calls, c => c.Contains("POST"));
        Assert.Equal((1, "The tenant has an app of this name already: object-9\n"), (there.Code, there.Errors));
        Assert.Empty(there.Calls);
    }

    [Fact]
    public async Task A_name_with_a_line_break_never_becomes_a_line_of_a_script()
    {
        foreach (var evil in new RegisterAppRequest[] { new() { Name = "x\nrm -rf ~" }, new() { Name = "x\u2028y\nz" } })
        {
            var e = await Assert.ThrowsAsync<OutlookMailException>(() => WriteAsync(evil, OutlookAppExportFormat.AzureCli));
            Assert.Equal(ErrorIds.AppInvalid, e.ErrorId);
        }

        var owner = await WriteAsync(new() { Name = "x", Owners = ["a\nrm -rf ~"], SecretName = "a\nrm -rf ~", SignIn = OutlookAppSignIn.AppOnly }, OutlookAppExportFormat.PowerShell);
        Assert.DoesNotContain(owner.Split('\n'), line => line.StartsWith("rm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_public_app_gets_no_secret_and_nobodys_consent()
    {
        var pack = JsonNode.Parse(await WriteAsync(new RegisterAppRequest { Name = "x" }, OutlookAppExportFormat.GraphJson))!;

        Assert.Equal(["there", "app", "principal"], pack["requests"]!.AsArray().Select(r => (string)r!["name"]!));
        Assert.Equal(["Application.ReadWrite.All"], pack["permissions"]!.AsArray().Select(r => (string)r!));
        Assert.True((bool)pack["requests"]![1]!["body"]!["isFallbackPublicClient"]!);
    }

    [Theory]
    [InlineData(OutlookCloud.USGovHigh, "https://graph.microsoft.us/v1.0", "-Environment USGov ", "AzureUSGovernment")]
    [InlineData(OutlookCloud.USGovDoD, "https://dod-graph.microsoft.us/v1.0", "-Environment USGovDoD ", "AzureUSGovernment")]
    [InlineData(OutlookCloud.China, "https://microsoftgraph.chinacloudapi.cn/v1.0", "-Environment China ", "AzureChinaCloud")]
    public async Task Each_cloud_has_its_own_Graph_and_sign_in(OutlookCloud cloud, string graph, string powerShell, string azureCli)
    {
        var where = new AppRequest { Cloud = cloud };
        var what = new RegisterAppRequest { Name = "x" };

        var script = await WriteAsync(what, OutlookAppExportFormat.PowerShell, where);
        var shell = await WriteAsync(what, OutlookAppExportFormat.AzureCli, where);

        Assert.Contains(graph, script);
        Assert.Contains(powerShell, script);
        Assert.Contains(graph, shell);
        Assert.Contains(azureCli, shell);
    }

    [Fact]
    public async Task What_cannot_be_is_said_before_anything_is_written()
    {
        Assert.Equal("FederationSubject", (await RefusedAsync(new() { Name = "x", FederationIssuer = "https://x.test" })).Target);
        Assert.Equal("FederationIssuer", (await RefusedAsync(new() { Name = "x", FederationSubject = "x" })).Target);
        Assert.Equal("Tenant", (await RefusedAsync(new() { Name = "x" }, new AppRequest { Tenant = "Contoso" })).Target);
        Assert.Equal("Cloud", (await RefusedAsync(new() { Name = "x" }, new AppRequest { Cloud = OutlookCloud.Custom })).Target);
    }

    private static void CheckApplication(JsonNode body)
    {
        Assert.Equal(Web.Name, (string)body["displayName"]!);
        Assert.Equal("https://crm.test/admin/settings/mail/oauth2", (string)body["web"]!["redirectUris"]![0]!);
        var access = body["requiredResourceAccess"]!.AsArray().SelectMany(r => r!["resourceAccess"]!.AsArray()).Select(a => (string)a!["id"]!).ToArray();
        Assert.Equal(7, access.Length);
        Assert.Contains("652390e4-393a-48de-9484-05f9b1212954", access);
        Assert.Contains("5e5addcd-3e8d-4e90-baf5-964efab2b20a", access);
    }

    private static async Task<OutlookMailException> RefusedAsync(RegisterAppRequest what, AppRequest? where = null)
    {
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => WriteAsync(what, OutlookAppExportFormat.GraphJson, where));
        Assert.Equal(ErrorIds.AppInvalid, e.ErrorId);
        return e;
    }

    private static Task<string> WriteAsync(RegisterAppRequest what, OutlookAppExportFormat format, AppRequest? where = null) =>
        new OutlookClient(new StandingTime { Now = Now }, _ => null).Apps.HandOverAsync(where ?? new AppRequest { Tenant = "contoso.test" }, what, format, TestContext.Current.CancellationToken);

    // What the az below answers: each place by its own name.
    private static string Filled(string text) => text.Contains("displayName", StringComparison.Ordinal)
        ? text
        : Regex.Replace(text, @"\{(\w+)\.(\w+)\}", "$1-$2", RegexOptions.CultureInvariant);

    /// <summary>Runs the script for <see cref="Web"/> with an az and a sleep that only write down what they are told.</summary>
    /// <param name="first">What az does before: it may answer or refuse in its own way.</param>
    private static async Task<(string Output, string Errors, int Code, string[][] Calls)> RunShellAsync(string first)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh here.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Store);
        var log = Path.Combine(folder.Store, "calls");
        await File.WriteAllTextAsync(log, "");
        await File.WriteAllTextAsync(Path.Combine(folder.Store, "tries"), "0\n");
        Program(folder.Store, "sleep", $$"""printf 'slept\0\n\0' >> '{{log}}'""");
        Program(folder.Store, "az", $$"""
            cd '{{folder.Store}}'
            {{first}}
            for a in "$@"; do printf '%s\0' "$a" >> '{{log}}'; done; printf '\n\0' >> '{{log}}'
            case "$*" in
              *displayName%20eq*) ;;
              *servicePrincipals\ *) echo principal-id;;
              *applications\ *) case "$*" in *'[appId,id]'*) printf 'app-appId\napp-id\n';; *) printf 'app-id\napp-appId\n';; esac;;
              *00000003-*) echo graph-id;;
              *00000002-*) echo exchange-id;;
              */me*) echo me-id;;
              */users/*) echo owner-id;;
              */addPassword*) echo secret-secretText;;
            esac
            """);
        var script = Path.Combine(folder.Store, "pack.sh");
        await File.WriteAllTextAsync(script, await WriteAsync(Web, OutlookAppExportFormat.AzureCli));
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", [script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = folder.Store + ":" + Environment.GetEnvironmentVariable("PATH") },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var calls = (await File.ReadAllTextAsync(log)).Split("\n\0", StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split('\0', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return (output, await errors, process.ExitCode, calls);
    }

    private static void Program(string folder, string name, string body)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private static string After(string[] arguments, string name) => arguments[Array.IndexOf(arguments, name) + 1];
}
