using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Identity;
using Xunit;

namespace OutlookMail.Tests.Registration;

/// <summary>Credentials as other software takes them, and what they are to a shell.</summary>
public sealed class CredentialExportTests
{
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

    private static KeptApp Kept(string? secret) => new()
    {
        ClientId = "11111111-2222-4333-8444-555555555555",
        Tenant = "22222222-2222-4333-8444-555555555555",
        Authority = "https://login.microsoftonline.com",
        RedirectUris = ["https://crm.test/admin/settings/mail/oauth2"],
        Secret = secret is null ? null : new KeptSecret { Value = secret, EndsOn = new DateTimeOffset(2027, 5, 1, 0, 0, 0, TimeSpan.Zero) },
    };

    private static string Sh(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
