using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>The same line in every host that about_OutlookMail_SignIn lists: a real PowerShell, the host's own variables, mail both ways.</summary>
public sealed class HostTests(HostWorld world) : IClassFixture<HostWorld>
{
    private const string Ok = HostWorld.Mailbox + " Sent 1";

    [Fact]
    public async Task Azure_Automation_signs_in_as_the_managed_identity_of_the_account()
    {
        Assert.Equal("ManagedIdentity " + Ok, await world.RunJobAsync(Automation(), "-ManagedIdentity"));
        Assert.Contains(world.Host.Requests, r => r == ("/automation/msi/token", 200));
    }

    // Two jobs of one Automation sandbox share the process: the module and its state are still there.
    [Fact]
    public async Task Azure_Automation_starts_no_process_stays_under_400_MB_and_survives_a_second_job_in_the_same_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Child processes and memory are read from /proc.");
        string[] output = await PwshRun.RunAsync(
            $$"""
            function Get-ChildFaults { [long]((Get-Content /proc/self/stat -Raw) -replace '^.*\) ' -split ' ')[8] }
            $before = Get-ChildFaults
            $job = @'
            Import-Module '{{Path.Combine(Build.StagedModule, "OutlookMail.PowerShell.psd1")}}'
            try { Get-OutlookMail } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_.ErrorDetails.RecommendedAction }
            $session = Connect-OutlookMailbox {{world.Servers}} -ManagedIdentity -Ensure
            $session.Id
            (Send-OutlookMail -To {{HostWorld.Mailbox}} -Subject 'from a job' -Body Hi).State
            '@
            foreach ($number in 1, 2) {
                $shell = [powershell]::Create()
                $shell.Runspace = [runspacefactory]::CreateRunspace()
                $shell.Runspace.Open()
                $shell.AddScript($job).Invoke() -join ' | '
                $shell.Runspace.Dispose()
            }
            "faults of children: $((Get-ChildFaults) - $before)"
            "children: $(Get-ChildItem /proc/self/task | ForEach-Object { (Get-Content "$_/children" -Raw -ErrorAction Ignore) })".Trim()
            "peak: $([long]((Get-Content /proc/self/status | Select-String '^VmHWM:\s+(\d+)').Matches[0].Groups[1].Value / 1024))"
            """,
            Automation());

        string[] first = output[0].Split(" | ");
        string[] second = output[1].Split(" | ");
        Assert.Equal("NotSignedIn", first[0]);
        Assert.Contains("-Session $using:session", second[1]);
        Assert.Equal(first[2], second[2]);
        Assert.Equal(["Sent", "Sent"], new[] { first[3], second[3] });
        Assert.Equal("faults of children: 0", output[2]);
        Assert.Equal("children:", output[3]);
        Assert.InRange(int.Parse(output[4].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), 1, 400);
    }

    [Fact]
    public async Task Azure_Automation_never_prompts_and_names_the_fix()
    {
        string[] output = await PwshRun.RunAsync(
            $"try {{ Connect-OutlookMailbox {world.Servers} -ClientId {world.Sandbox.Info.ClientId} }} catch {{ $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }}",
            Automation());

        Assert.StartsWith("NobodyToSignIn,", output[0]);
        Assert.Contains("-ManagedIdentity", output[1]);
    }

    [Fact]
    public async Task App_Service_and_Functions_sign_in_as_their_managed_identity() =>
        Assert.Equal("ManagedIdentity " + Ok, await world.RunJobAsync(
            new Dictionary<string, string> { ["IDENTITY_ENDPOINT"] = world.Host.Address + "/appservice/msi/token", ["IDENTITY_HEADER"] = HostServer.IdentityHeader },
            "-ManagedIdentity"));

    [Fact]
    public async Task A_wrong_identity_header_is_refused_and_shown_nowhere()
    {
        string[] output = await PwshRun.RunAsync(
            $"try {{ Connect-OutlookMailbox {world.Servers} -ManagedIdentity }} catch {{ $_.FullyQualifiedErrorId; $_ | Format-List * -Force | Out-String }}",
            new Dictionary<string, string> { ["IDENTITY_ENDPOINT"] = world.Host.Address + "/appservice/msi/token", ["IDENTITY_HEADER"] = "another-header-5521" });

        Assert.StartsWith("SignInFailed,", output[0]);
        Assert.DoesNotContain("another-header-5521", string.Join("\n", output));
    }

    [Fact]
    public async Task A_virtual_machine_signs_in_by_its_metadata_service() =>
        Assert.Equal("ManagedIdentity " + Ok, await world.RunJobAsync(
            new Dictionary<string, string> { ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = world.Host.Address },
            "-ManagedIdentity"));

    [Fact]
    public async Task Where_the_host_is_said_to_have_an_identity_no_parameter_is_needed() =>
        Assert.Equal("ManagedIdentity " + Ok, await world.RunJobAsync(new Dictionary<string, string>(Automation()) { ["OUTLOOKMAIL_MANAGED_IDENTITY"] = "system" }));

    [Fact]
    public async Task AKS_signs_in_with_the_token_file_of_its_workload_identity()
    {
        string issuer = "https://oidc.aks.test/" + Guid.NewGuid();
        await world.TrustAsync(issuer, "system:serviceaccount:mail:reports");
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, world.Host.OutsideToken(issuer, "system:serviceaccount:mail:reports"), TestContext.Current.CancellationToken);
            Assert.Equal("Federation " + Ok, await world.RunJobAsync(App("AZURE_", ("AZURE_FEDERATED_TOKEN_FILE", file), ("AZURE_AUTHORITY_HOST", world.Sandbox.Info.Authority))));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task GitHub_Actions_signs_in_with_the_jobs_own_token()
    {
        await world.TrustAsync(world.Host.Address + "/github", "repo:contoso/reports:ref:refs/heads/main");

        Assert.Equal("Federation " + Ok, await world.RunJobAsync(App("AZURE_",
            ("ACTIONS_ID_TOKEN_REQUEST_URL", world.Host.Address + "/github/token?api-version=2.0"), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", HostServer.JobToken), ("GITHUB_ACTIONS", "true"))));
    }

    [Fact]
    public async Task Azure_Pipelines_signs_in_with_its_service_connection()
    {
        await world.TrustAsync(world.Host.Address + "/pipelines", "sc://contoso/reports/mail");

        Assert.Equal("Federation " + Ok, await world.RunJobAsync(App("AZURE_",
            ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", HostServer.ServiceConnection), ("SYSTEM_OIDCREQUESTURI", world.Host.Address + "/pipelines/oidctoken"), ("SYSTEM_ACCESSTOKEN", HostServer.JobToken))));
    }

    [Fact]
    public async Task GitLab_signs_in_with_the_id_token_of_its_job()
    {
        await world.TrustAsync("https://gitlab.test", "project_path:contoso/reports:ref_type:branch:ref:main");

        Assert.Equal("Federation " + Ok, await world.RunJobAsync(App("OUTLOOKMAIL_",
            ("OUTLOOKMAIL_ID_TOKEN", world.Host.OutsideToken("https://gitlab.test", "project_path:contoso/reports:ref_type:branch:ref:main")), ("GITLAB_CI", "true"))));
    }

    [Fact]
    public async Task A_token_of_another_branch_is_refused_by_its_subject()
    {
        await world.TrustAsync("https://gitlab2.test", "project_path:contoso/reports:ref_type:branch:ref:main");
        string[] output = await PwshRun.RunAsync(
            $"try {{ Connect-OutlookMailbox {world.Servers} }} catch {{ $_.Exception.Message; $_.ErrorDetails.RecommendedAction }}",
            App("OUTLOOKMAIL_", ("OUTLOOKMAIL_ID_TOKEN", world.Host.OutsideToken("https://gitlab2.test", "project_path:contoso/reports:ref_type:branch:ref:feature"))));

        Assert.Contains("AADSTS700213", output[0]);
        Assert.Contains("subject", output[1]);
    }

    [Fact]
    public async Task A_container_signs_in_with_a_secret_from_its_environment() =>
        Assert.Equal("ClientSecret " + Ok, await world.RunJobAsync(App("AZURE_", ("AZURE_CLIENT_SECRET", world.Secret))));

    [Fact]
    public async Task A_runbook_sends_in_one_line_with_a_sign_in_from_its_environment_and_once_however_often_it_starts()
    {
        string line = $"$result = Send-OutlookMail -To {HostWorld.Mailbox} -Subject nightly -Body through -IdempotencyKey nightly-1";
        foreach (bool isRepeat in new[] { false, true })
        {
            Assert.Equal(["Sent " + isRepeat], await world.RunScriptAsync(line + "\n\"$($result.State) $($result.IsRepeat)\"", world.Variables));
        }

        Assert.Equal(1, world.Count("nightly"));
    }

    [Fact]
    public async Task A_bare_line_signs_in_as_the_hosts_identity_with_the_mailbox_of_its_From()
    {
        var environment = new Dictionary<string, string>(world.WhereVariables.Concat(Automation()));
        environment.Remove("OUTLOOKMAIL_MAILBOX");

        string[] output = await world.RunScriptAsync(
            $"(Send-OutlookMail -From {HostWorld.Mailbox} -To {HostWorld.Mailbox} -Subject 'of an identity' -Body Hi).State; (Get-OutlookSession -Current).SignIn", environment);

        Assert.Equal(["Sent", "ManagedIdentity"], output);
    }

    [Fact]
    public async Task A_bare_line_signs_in_with_a_certificate_and_with_an_outside_token()
    {
        await world.TrustAsync("https://gitlab3.test", "project_path:contoso/reports");
        string line = $"(Send-OutlookMail -To {HostWorld.Mailbox} -Subject bare -Body Hi).State; (Get-OutlookSession -Current).SignIn; @(Get-OutlookMail -First 1).Count";
        Dictionary<string, string> certificate = App("AZURE_", ("AZURE_CLIENT_CERTIFICATE_PATH", world.CertificateFile), ("AZURE_CLIENT_CERTIFICATE_PASSWORD", HostWorld.CertificatePassword));
        Dictionary<string, string> token = App("OUTLOOKMAIL_", ("OUTLOOKMAIL_ID_TOKEN", world.Host.OutsideToken("https://gitlab3.test", "project_path:contoso/reports")));

        Assert.Equal(["Sent", "Certificate", "1"], await world.RunScriptAsync(line, new Dictionary<string, string>(world.WhereVariables.Concat(certificate))));
        Assert.Equal(["Sent", "Federation", "1"], await world.RunScriptAsync(line, new Dictionary<string, string>(world.WhereVariables.Concat(token))));
    }

    [Theory]
    [InlineData("OUTLOOKMAIL_CLIENT_SECRET", "NotSignedIn,OutlookMail.PowerShell.Commands.SendOutlookMailCommand", "OUTLOOKMAIL_CLIENT_ID names an app")]
    [InlineData("OUTLOOKMAIL_MAILBOX", "MailboxRequired,OutlookMail.PowerShell.Commands.SendOutlookMailCommand", "has no mailbox of its own")]
    public async Task A_half_set_environment_fails_with_what_is_missing_and_asks_nobody(string missing, string id, string message)
    {
        Dictionary<string, string> environment = world.Variables;
        environment.Remove(missing);

        string[] output = await world.RunScriptAsync(
            $"try {{ Send-OutlookMail -To {HostWorld.Mailbox} -Subject x -Body x }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }}", environment);

        Assert.Equal(id, output[0]);
        Assert.Contains(message, output[1]);
        Assert.Equal(3, output.Length);
    }

    [Fact]
    public async Task A_container_signs_in_with_a_certificate_from_its_environment() =>
        Assert.Equal("Certificate " + Ok, await world.RunJobAsync(App("AZURE_",
            ("AZURE_CLIENT_CERTIFICATE_PATH", world.CertificateFile), ("AZURE_CLIENT_CERTIFICATE_PASSWORD", HostWorld.CertificatePassword))));

    [Fact]
    public async Task A_build_server_signs_in_with_a_certificate_that_is_a_variable() =>
        Assert.Equal("Certificate " + Ok, await world.RunJobAsync(App("OUTLOOKMAIL_",
            ("OUTLOOKMAIL_CLIENT_CERTIFICATE", Convert.ToBase64String(await File.ReadAllBytesAsync(world.CertificateFile, TestContext.Current.CancellationToken))),
            ("OUTLOOKMAIL_CLIENT_CERTIFICATE_PASSWORD", HostWorld.CertificatePassword))));

    [Fact]
    public async Task A_scheduled_task_signs_in_with_a_kept_profile_and_a_certificate_file() =>
        Assert.Equal("Certificate " + Ok, await world.RunJobAsync(
            new Dictionary<string, string> { ["PFX_PASSWORD"] = HostWorld.CertificatePassword },
            "-Profile nightly",
            $"Set-OutlookAppCredential -Profile nightly -ClientId {world.AppId} -Tenant {world.Sandbox.Info.Tenant} -CertificatePath '{world.CertificateFile}' -CertificatePassword (ConvertTo-SecureString $env:PFX_PASSWORD -AsPlainText)"));

    [Fact]
    public async Task Linux_without_a_session_bus_keeps_a_sign_in_and_is_silent_the_next_time()
    {
        string servers = world.Servers.Replace("-Mailbox " + HostWorld.Mailbox, "", StringComparison.Ordinal);
        string[] output = await PwshRun.InHomeAsync(home => PwshRun.RunAsync(
            $$"""
            $again = @{ ClientId = '{{world.Sandbox.Info.ClientId}}'; Tenant = '{{world.Sandbox.Info.Tenant}}' }
            (Connect-OutlookMailbox {{servers}} @again -OnDeviceCode { } 6> $null).SignIn
            (Connect-OutlookMailbox {{servers}} @again -Silent).SignIn
            Get-ChildItem $env:XDG_DATA_HOME -Recurse -File | ForEach-Object Name | Sort-Object -Unique | Join-String -Separator ' '
            """,
            new Dictionary<string, string> { ["DBUS_SESSION_BUS_ADDRESS"] = "", ["XDG_RUNTIME_DIR"] = "", ["XDG_DATA_HOME"] = home }));

        Assert.Equal(["DeviceCode", "Silent"], output.Take(2));
        Assert.Contains("store.key", output[^1]);
    }

    [Fact]
    public async Task In_plain_text_a_sign_in_is_kept_only_where_that_is_asked_for_and_warned_of()
    {
        string servers = world.Servers.Replace("-Mailbox " + HostWorld.Mailbox, "", StringComparison.Ordinal);
        string app = $"-ClientId {world.Sandbox.Info.ClientId} -Tenant {world.Sandbox.Info.Tenant}";
        string[] output = await PwshRun.RunAsync(
            $$"""
            $env:OUTLOOKMAIL_STORE_PLAINTEXT = 1
            (Connect-OutlookMailbox {{servers}} {{app}} -OnDeviceCode { } -WarningVariable warned -WarningAction SilentlyContinue 6> $null).SignIn
            "$warned"
            (Get-Content "$env:OUTLOOKMAIL_HOME/accounts/tokens.bin" -Raw) -match 'RefreshToken'
            (Get-Item "$env:OUTLOOKMAIL_HOME/accounts/tokens.bin").UnixMode
            @(Get-OutlookAccount).Count
            Remove-Item env:OUTLOOKMAIL_STORE_PLAINTEXT
            try { Connect-OutlookMailbox {{servers}} {{app}} -Silent } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }
            """,
            new Dictionary<string, string>());

        Assert.Equal("DeviceCode", output[0]);
        Assert.Contains("in plain text", output[1]);
        Assert.Equal(["True", "-rw-------", "1"], output[2..5]);
        Assert.StartsWith("StoreUnavailable,", output[5]);
        Assert.Contains("another protection", output[6]);
    }

    private Dictionary<string, string> Automation() => new()
    {
        ["AZUREPS_HOST_ENVIRONMENT"] = "AzureAutomation/",
        ["IDENTITY_ENDPOINT"] = world.Host.Address + "/automation/msi/token",
        ["IDENTITY_HEADER"] = HostServer.IdentityHeader,
    };

    private Dictionary<string, string> App(string family, params (string Name, string Value)[] proof)
    {
        var variables = proof.ToDictionary(p => p.Name, p => p.Value);
        variables[family + "CLIENT_ID"] = world.AppId;
        variables[family + "TENANT_ID"] = world.Sandbox.Info.Tenant;
        return variables;
    }
}
