using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Identity;
using Xunit;

namespace OutlookMail.Tests.Registration;

public sealed class HandOverTests
{
    private static readonly RegisterAppRequest Web = new()
    {
        Name = "Ada's \"mail\" $(rm -rf ~) `x`",
        SignIn = OutlookAppSignIn.Web | OutlookAppSignIn.AppOnly,
        RedirectUris = ["https://crm.test/admin/settings/mail/oauth2"],
    };

    [Fact]
    public void The_requests_are_those_that_Graph_documents()
    {
        var pack = JsonNode.Parse(AppHandOver.Write(Web, OutlookCloud.Global, OutlookAppExportFormat.GraphJson))!["requests"]!.AsArray();

        Assert.Equal(["https://graph.microsoft.com/v1.0/applications", "https://graph.microsoft.com/v1.0/servicePrincipals", "https://graph.microsoft.com/v1.0/applications/{id of the first answer}/addPassword"], pack.Select(r => (string)r!["url"]!));
        Assert.Null(GraphBodies.FindError("application", pack[0]!["body"]));
        Assert.Null(GraphBodies.FindError("addPassword", pack[2]!["body"]));
        CheckApplication(pack[0]!["body"]!);
    }

    [Fact]
    public void The_shell_script_sends_the_same_bodies_whatever_the_name_holds()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no sh here.");
        }

        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Store);
        var log = Path.Combine(folder.Store, "calls");
        var az = Path.Combine(folder.Store, "az");
        File.WriteAllText(az, $$"""
            #!/bin/sh
            for a in "$@"; do printf '%s\0' "$a" >> '{{log}}'; done; printf '\n\0' >> '{{log}}'
            case "$*" in *\[id,appId\]*) printf 'object-1\nclient-1\n';; *secretText*) echo value-1;; *) echo principal-1;; esac
            """);
        File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var script = Path.Combine(folder.Store, "pack.sh");
        File.WriteAllText(script, AppHandOver.Write(Web, OutlookCloud.Global, OutlookAppExportFormat.AzureCli));

        var output = Sh($"PATH='{folder.Store}':$PATH sh '{script}'");

        Assert.Contains("Client ID: client-1", output);
        Assert.Contains("Client secret (the Value, shown this once): value-1", output);
        Assert.Contains("Enterprise application object id: principal-1", output);
        var calls = File.ReadAllText(log).Split("\n\0", StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split('\0', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(3, calls.Length);
        CheckApplication(JsonNode.Parse(After(calls[0], "--body"))!);
        Assert.Equal("client-1", (string)JsonNode.Parse(After(calls[1], "--body"))!["appId"]!);
        Assert.Equal("https://graph.microsoft.com/v1.0/applications/object-1/addPassword", After(calls[2], "--url"));
    }

    [Fact]
    public void The_PowerShell_script_holds_the_body_and_the_Exchange_commands_and_names_the_consent_page()
    {
        var script = AppHandOver.Write(Web, OutlookCloud.Global, OutlookAppExportFormat.PowerShell);

        Assert.Contains("Invoke-MgGraphRequest -Method POST -Uri 'https://graph.microsoft.com/v1.0/applications'", script);
        Assert.Contains("New-ServicePrincipal -AppId", script);
        Assert.Contains("/organizations/adminconsent?client_id=", script);
        Assert.Contains("Ada''s", script);
    }

    [Fact]
    public void A_name_with_a_line_break_never_becomes_a_line_of_a_script()
    {
        var e = Assert.Throws<OutlookMailException>(() => AppHandOver.Write(new RegisterAppRequest { Name = "x\nrm -rf ~" }, OutlookCloud.Global, OutlookAppExportFormat.AzureCli));

        Assert.Equal(ErrorIds.AppInvalid, e.ErrorId);
    }

    [Fact]
    public void A_public_app_gets_no_secret()
    {
        var pack = JsonNode.Parse(AppHandOver.Write(new RegisterAppRequest { Name = "x" }, OutlookCloud.Global, OutlookAppExportFormat.GraphJson))!["requests"]!.AsArray();

        Assert.Equal(2, pack.Count);
        Assert.True((bool)pack[0]!["body"]!["isFallbackPublicClient"]!);
    }

    [Theory]
    [InlineData(OutlookCredentialFormat.NocoBase)]
    [InlineData(OutlookCredentialFormat.DotEnv)]
    [InlineData(OutlookCredentialFormat.Json)]
    [InlineData(OutlookCredentialFormat.GitHub)]
    [InlineData(OutlookCredentialFormat.AzureDevOps)]
    [InlineData(OutlookCredentialFormat.Kubernetes)]
    public void The_secret_is_written_only_when_it_is_asked_for_by_name(OutlookCredentialFormat format)
    {
        var app = Kept("abC8Q~secret");

        Assert.DoesNotContain("abC8Q", CredentialExport.Write(app, format, plainText: false));
        var plain = CredentialExport.Write(app, format, plainText: true);
        Assert.True(plain.Contains("abC8Q~secret") || plain.Contains(Convert.ToBase64String("abC8Q~secret"u8)), plain);
        Assert.Equal(ErrorIds.SecretUnknown, Assert.Throws<OutlookMailException>(() => CredentialExport.Write(Kept(null), format, plainText: true)).ErrorId);
    }

    [Fact]
    public void A_shell_reads_back_any_secret_from_a_dot_env_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no sh here.");
        }

        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Store);
        var file = Path.Combine(folder.Store, "x.env");
        const string secret = "a'b\"c$d`e\\f#g h";
        File.WriteAllText(file, CredentialExport.Write(Kept(secret), OutlookCredentialFormat.DotEnv, plainText: true));

        Assert.Equal(secret, Sh($". '{file}'; printf %s \"$OUTLOOKMAIL_CLIENT_SECRET\""));
    }

    [Theory]
    [InlineData(OutlookCredentialFormat.DotEnv, ". '{0}'")]
    [InlineData(OutlookCredentialFormat.GitHub, "gh() {{ [ \"$1\" = secret ] && cat > /dev/null; printf '%s\\n' \"$*\"; }}; . '{0}' > /dev/null")]
    [InlineData(OutlookCredentialFormat.AzureDevOps, "az() {{ printf '%s\\n' \"$*\"; }}; . '{0}' > /dev/null")]
    public void What_stands_in_a_credential_is_data_to_a_shell_whatever_it_holds(OutlookCredentialFormat format, string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh here.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Store);
        var (file, mark) = (Path.Combine(folder.Store, "script"), Path.Combine(folder.Store, "ran"));
        var evil = $"x'; touch '{mark}'; echo '$(touch {mark}) `touch {mark}`\ntouch {mark} \" & touch {mark} #";
        var app = Kept(evil);
        (app.ClientId, app.Tenant) = (evil, evil);
        File.WriteAllText(file, CredentialExport.Write(app, format, plainText: true));

        Sh(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, file));
        if (format == OutlookCredentialFormat.DotEnv)
        {
            Assert.Equal(evil + "|" + evil, Sh($". '{file}'; printf %s \"$OUTLOOKMAIL_TENANT_ID|$OUTLOOKMAIL_CLIENT_SECRET\""));
        }

        Assert.False(File.Exists(mark));
    }

    [Theory]
    [InlineData("11111111-2222-4333-8444-555555555555", "11111111-2222-4333-8444-555555555555")]
    [InlineData("contoso.onmicrosoft.com", "contoso.onmicrosoft.com")]
    [InlineData("", "''")]
    [InlineData("-Force", "'-Force'")]
    [InlineData("x; Remove-Item *", "'x; Remove-Item *'")]
    [InlineData("$(x)", "'$(x)'")]
    [InlineData("a'b’c", "'a''b’’c'")]
    [InlineData("x\ny", "'x\ny'")]
    public void A_word_of_a_command_is_quoted_where_it_means_anything(string text, string word) => Assert.Equal(word, ExchangeCommands.Word(text));

    [Fact]
    public void Json_and_Kubernetes_carry_what_they_are_given()
    {
        var json = JsonNode.Parse(CredentialExport.Write(Kept("a\"b"), OutlookCredentialFormat.Json, plainText: true))!;
        Assert.Equal(("a\"b", "2027-05-01T00:00:00Z"), ((string)json["clientSecret"]!, (string)json["clientSecretEndsOn"]!));

        var yaml = CredentialExport.Write(Kept("a\"b"), OutlookCredentialFormat.Kubernetes, plainText: true);
        Assert.Contains("OUTLOOKMAIL_CLIENT_SECRET: " + Convert.ToBase64String("a\"b"u8), yaml);
    }

    [Fact]
    public void NocoBase_gets_its_three_fields()
    {
        var text = CredentialExport.Write(Kept("abC8Q~secret"), OutlookCredentialFormat.NocoBase, plainText: true);

        Assert.Contains("Client ID:     11111111-2222-4333-8444-555555555555", text);
        Assert.Contains("Client secret: abC8Q~secret", text);
        Assert.Contains("Redirect URI:  https://crm.test/admin/settings/mail/oauth2", text);
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

    private static KeptApp Kept(string? secret) => new()
    {
        ClientId = "11111111-2222-4333-8444-555555555555",
        Tenant = "22222222-2222-4333-8444-555555555555",
        Authority = "https://login.microsoftonline.com",
        RedirectUris = ["https://crm.test/admin/settings/mail/oauth2"],
        Secret = secret is null ? null : new KeptSecret { Value = secret, EndsOn = new DateTimeOffset(2027, 5, 1, 0, 0, 0, TimeSpan.Zero) },
    };

    private static string After(string[] arguments, string name) => arguments[Array.IndexOf(arguments, name) + 1];

    private static string Sh(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
