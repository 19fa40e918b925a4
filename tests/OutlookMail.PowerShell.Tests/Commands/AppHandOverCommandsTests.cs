using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public class AppHandOverCommandsTests
{
    [Theory]
    [InlineData(OutlookAppExportFormat.PowerShell, "Invoke-MgGraphRequest")]
    [InlineData(OutlookAppExportFormat.AzureCli, "az rest")]
    [InlineData(OutlookAppExportFormat.GraphJson, "\"displayName\"")]
    public Task A_pack_for_an_administrator_needs_no_sign_in(OutlookAppExportFormat format, string holds) => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        string text = Assert.Single(SandboxRunspace.Output<string>(CmdletRun.Of<ExportOutlookAppCommand>(("Name", "Mail runbook"), ("Format", format))));

        Assert.Contains(holds, text, StringComparison.Ordinal);
        Assert.Contains("Mail runbook", text, StringComparison.Ordinal);
    });

    /// <summary>Those that have no meaning in a script are those that the help page says why of.</summary>
    [Fact]
    public void A_pack_takes_what_Register_takes_but_what_its_help_gives_a_reason_for()
    {
        static IEnumerable<string> Parameters(Type cmdlet) => cmdlet.GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute), true)).Select(p => p.Name);
        string help = File.ReadAllText(Path.Combine(Build.Repository, "docs", "en-US", "Export-OutlookApp.md"));

        string[] missing = [.. Parameters(typeof(RegisterOutlookAppCommand)).Except(Parameters(typeof(ExportOutlookAppCommand)))];

        string reasons = help.Split('\n').Single(line => line.StartsWith("Parameters of Register-OutlookApp that are not here:", StringComparison.Ordinal));
        Assert.All(missing, name => Assert.Matches($@"-{name}\b", reasons));
        Assert.Equal(12, missing.Length);
    }

    [Fact]
    public Task A_pack_carries_every_parameter() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        string text = Assert.Single(SandboxRunspace.Output<string>(CmdletRun.Of<ExportOutlookAppCommand>(
            ("Name", "Mail runbook"), ("Format", OutlookAppExportFormat.GraphJson), ("SignIn", new[] { OutlookAppSignIn.Web, OutlookAppSignIn.AppOnly }), ("RedirectUri", new[] { "https://crm.test/cb" }),
            ("Audience", OutlookAppAudience.AzureADMultipleOrgs), ("Permission", new[] { "POP.AccessAsUser.All" }), ("Consent", OutlookAppConsent.User), ("Owner", new[] { "ada@contoso.test" }),
            ("SecretName", "for the CRM"), ("SecretLifetime", 30), ("Tenant", "contoso.test"))));
        string federated = Assert.Single(SandboxRunspace.Output<string>(CmdletRun.Of<ExportOutlookAppCommand>(
            ("Name", "Mail runbook"), ("Format", OutlookAppExportFormat.GraphJson), ("SignIn", new[] { OutlookAppSignIn.AppOnly }), ("FederationIssuer", "https://issuer.test"), ("FederationSubject", "repo:x"), ("Cloud", OutlookCloud.China))));
        string secretless = Assert.Single(SandboxRunspace.Output<string>(CmdletRun.Of<ExportOutlookAppCommand>(
            ("Name", "Mail runbook"), ("Format", OutlookAppExportFormat.GraphJson), ("SignIn", new[] { OutlookAppSignIn.AppOnly }), ("NoSecret", true))));

        Assert.All(["https://crm.test/cb", "AzureADMultipleOrgs", "d7b7f2d9-0f45-4ea1-9d42-e50810c06991", "\"Principal\"", "ada%40contoso.test", "for the CRM", "contoso.test/adminconsent"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(["https://issuer.test", "repo:x", "https://microsoftgraph.chinacloudapi.cn/"], part => Assert.Contains(part, federated, StringComparison.Ordinal));
        Assert.DoesNotContain("addPassword", federated + secretless, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_pack_says_which_certificate_it_cannot_read() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        EngineRun run = CmdletRun.Of<ExportOutlookAppCommand>(("Name", "Mail runbook"), ("Format", OutlookAppExportFormat.GraphJson), ("SignIn", new[] { OutlookAppSignIn.AppOnly }), ("CertificatePath", "/nowhere/mail.cer"));

        Assert.Contains("/nowhere/mail.cer", (run.Terminating ?? run.Errors.Single()).Exception.Message, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_pack_goes_to_a_file_once_and_not_with_WhatIf() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            string path = Path.Combine(folder.FullName, "register.ps1");
            (string, object?)[] parameters = [("Name", "Mail runbook"), ("Format", OutlookAppExportFormat.PowerShell), ("LiteralPath", path)];

            Assert.Empty(CmdletRun.Of<ExportOutlookAppCommand>([.. parameters, ("WhatIf", true)]).Errors);
            Assert.False(File.Exists(path));
            Assert.Empty(CmdletRun.Of<ExportOutlookAppCommand>(parameters).Errors);
            EngineRun again = CmdletRun.Of<ExportOutlookAppCommand>(parameters);

            Assert.Contains("Mail runbook", File.ReadAllText(path), StringComparison.Ordinal);
            Assert.StartsWith("FileExists,", (again.Terminating ?? again.Errors.Single()).FullyQualifiedErrorId, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    [Theory]
    [InlineData(OutlookCredentialFormat.NocoBase)]
    [InlineData(OutlookCredentialFormat.DotEnv)]
    [InlineData(OutlookCredentialFormat.Json)]
    [InlineData(OutlookCredentialFormat.GitHub)]
    [InlineData(OutlookCredentialFormat.AzureDevOps)]
    [InlineData(OutlookCredentialFormat.Kubernetes)]
    [InlineData(OutlookCredentialFormat.PowerShellVault)]
    public Task A_credential_shows_its_secret_only_when_plain_text_is_asked_for(OutlookCredentialFormat format) => WithWebAppAsync((app, secret) =>
    {
        string closed = Text(app, format);
        string open = Text(app, format, ("AsPlainText", true));

        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        Assert.DoesNotContain(secret, closed, StringComparison.Ordinal);
        Assert.DoesNotContain(encoded, closed, StringComparison.Ordinal);
        Assert.True(open.Contains(secret, StringComparison.Ordinal) || open.Contains(encoded, StringComparison.Ordinal), "the secret is not in it");
    });

    /// <summary>What the script does in a real shell, stopped or not, is the Pester suite's to show.</summary>
    [Fact]
    public Task The_clipboard_is_the_shells_and_one_script_fills_it_and_clears_it_however_it_ends() => WithWebAppAsync((app, secret) =>
    {
        string script = Assert.Single(Copied(app, ("AsPlainText", true)));

        string[] parts = script.Split("finally");
        Assert.Equal(2, parts.Length);
        Assert.Matches(@"try \{\s+Set-Clipboard -Value \$text", parts[0]);
        Assert.Contains("Get-Clipboard", parts[1], StringComparison.Ordinal);
        Assert.Contains("Set-Clipboard -Value ' '", parts[1], StringComparison.Ordinal);
        Assert.DoesNotContain(secret, script, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_credential_without_its_secret_stays_in_the_clipboard() => WithWebAppAsync((app, _) =>
        Assert.DoesNotContain("finally", Assert.Single(Copied(app)), StringComparison.Ordinal));

    [Fact]
    public Task An_error_or_a_stop_at_the_clipboard_is_no_success() => WithWebAppAsync((app, _) =>
    {
        EngineRun failed = Copy(app, _ => throw new RuntimeException("no clipboard here"), ("AsPlainText", true));
        EngineRun stopped = Copy(app, _ => throw new PipelineStoppedException(), ("AsPlainText", true));

        Assert.StartsWith("CommandMissing,", failed.Terminating!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.IsType<PipelineStoppedException>(stopped.Thrown);
        Assert.Null(stopped.Terminating);
    });

    [Fact]
    public Task The_consent_pages_are_named_for_people_and_for_the_app_itself() => SandboxRunspace.InAsync(sandbox =>
    {
        OutlookApp app = AppCommandsTests.Register("Mail runbook");

        string[] people = Urls();
        string[] itself = Urls(("AppOnly", true));

        Assert.All(people.Concat(itself), url => Assert.StartsWith(sandbox.Authority, url, StringComparison.Ordinal));
        Assert.All(people.Concat(itself), url => Assert.Contains(app.ClientId, url, StringComparison.Ordinal));
        Assert.NotEqual(people, itself);
    });

    [Fact]
    public Task An_app_is_deleted_and_with_WhatIf_it_is_not() => SandboxRunspace.InAsync(_ =>
    {
        OutlookApp app = AppCommandsTests.Register("Short lived");

        Assert.Empty(CmdletRun.Of<UnregisterOutlookAppCommand>(("ClientId", app.ClientId), ("WhatIf", true)).Errors);
        Assert.Single(SandboxRunspace.Output<OutlookApp>(CmdletRun.Of<GetOutlookAppCommand>(("ClientId", app.ClientId))));
        SandboxRunspace.Output<object>(CmdletRun.Of<UnregisterOutlookAppCommand>(("ClientId", app.ClientId), ("Force", true)));

        Assert.StartsWith("AppNotFound,", CmdletRun.Of<GetOutlookAppCommand>(("ClientId", app.ClientId)).Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
    });

    private static List<string> Copied(OutlookApp app, params (string Name, object? Value)[] more)
    {
        EngineRun run = Copy(app, null, more);
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        return run.InvokeCommand.Scripts;
    }

    private static EngineRun Copy(OutlookApp app, Action<string>? runs, params (string Name, object? Value)[] more)
    {
        var cmdlet = new ExportOutlookAppCredentialCommand();
        EngineRun run = CmdletRun.Prepare(cmdlet);
        run.InvokeCommand.Runs = runs;
        return run.Invoke(CmdletRun.Named([("ClientId", app.ClientId), ("ToClipboard", true), .. more]));
    }

    private static string[] Urls(params (string Name, object? Value)[] parameters) =>
        [.. SandboxRunspace.Output<OutlookConsentUrl>(CmdletRun.Of<GetOutlookAdminConsentUrlCommand>(parameters)).Select(u => u.Url.ToString())];

    private static string Text(OutlookApp app, OutlookCredentialFormat format, params (string Name, object? Value)[] more) =>
        Assert.Single(SandboxRunspace.Output<string>(CmdletRun.Of<ExportOutlookAppCredentialCommand>([("ClientId", app.ClientId), ("Format", format), .. more])));

    private static Task WithWebAppAsync(Action<OutlookApp, string> test) => SandboxRunspace.InAsync(_ =>
    {
        OutlookApp app = AppCommandsTests.Register("Handed over", ("SignIn", new[] { OutlookAppSignIn.Web }), ("RedirectUri", new[] { "https://crm.test/cb" }));
        test(app, Text(app, OutlookCredentialFormat.Value, ("AsPlainText", true)));
    });
}
