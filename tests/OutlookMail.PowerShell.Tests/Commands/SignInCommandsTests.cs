using System;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

/// <summary>Profiles, vaults, device code switches and sealed sessions through the cmdlets, in the engine double.</summary>
public class SignInCommandsTests
{
    private static SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;

    [Fact]
    public Task A_profile_is_kept_listed_used_and_forgotten() => SandboxRunspace.InAsync(sandbox =>
    {
        OutlookProfile kept = Assert.Single(SandboxRunspace.Output<OutlookProfile>(CmdletRun.Of<SetOutlookAppCredentialCommand>(
            ("Profile", "nightly"), ("ClientId", sandbox.ClientId), ("Mailbox", sandbox.Users[0]), ("PassThru", true))));
        Assert.Equal(("nightly", "DeviceCode", true), (kept.Profile, kept.SignIn, kept.IsDefault));
        Assert.Single(SandboxRunspace.Output<OutlookProfile>(CmdletRun.Of<GetOutlookAppCredentialCommand>(("Profile", "night*"))));

        EngineRun connect = CmdletRun.Of<ConnectOutlookMailboxCommand>(("Profile", "nightly"));
        Assert.Equal(sandbox.Users[0], Assert.Single(SandboxRunspace.Output<OutlookSession>(connect)).Mailbox);
        Assert.Contains(connect.Verbose, line => line.Contains("the profile 'nightly'", StringComparison.Ordinal));

        Assert.Equal(["Forget the profile; a secret that is nowhere else is lost on nightly"], CmdletRun.Of<RemoveOutlookAppCredentialCommand>(("Profile", "nightly")).Asked);
        Assert.Empty(SandboxRunspace.Output<OutlookProfile>(CmdletRun.Of<GetOutlookAppCredentialCommand>(("Profile", "*"))));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_session_is_the_output_with_PassThru_and_without(bool passThru) => SandboxRunspace.InAsync(_ =>
    {
        EngineRun connect = CmdletRun.Of<ConnectOutlookMailboxCommand>(("PassThru", passThru));

        Assert.Same(Assert.Single(SandboxRunspace.Output<OutlookSession>(connect)), RunspaceState.Current.Session);
    });

    [Fact]
    public Task A_profile_is_not_kept_with_WhatIf() => SandboxRunspace.InAsync(sandbox =>
    {
        CmdletRun.Of<SetOutlookAppCredentialCommand>(("Profile", "nightly"), ("ClientId", sandbox.ClientId), ("WhatIf", true));

        Assert.Empty(SandboxRunspace.Output<OutlookProfile>(CmdletRun.Of<GetOutlookAppCredentialCommand>(("Profile", "*"))));
    });

    [Fact]
    public Task A_vault_gets_the_secret_and_gives_it_at_the_sign_in() => SandboxRunspace.InAsync(sandbox =>
    {
        SecureString secret = Secure("a-secret-value-that-is-long");
        object[]? stored = null;
        var set = new SetOutlookAppCredentialCommand();
        EngineRun keep = CmdletRun.Prepare(set);
        keep.InvokeCommand.Answer = (script, arguments) =>
        {
            Assert.Contains("Set-Secret", script, StringComparison.Ordinal);
            stored = arguments;
            return [];
        };
        keep.Invoke(CmdletRun.Named(("Profile", "vaulted"), ("ClientId", sandbox.ClientId), ("Mailbox", "bob@contoso.test"), ("Vault", "Work"), ("ClientSecret", secret)));
        Assert.Equal(["vaulted", "Work", secret], stored!);

        EngineRun connect = CmdletRun.Prepare(new ConnectOutlookMailboxCommand());
        connect.InvokeCommand.Answer = (_, arguments) => arguments is ["vaulted", "Work"] ? [secret] : [];
        connect.Invoke(CmdletRun.Named(("Profile", "vaulted")));

        // The sandbox's own app is public: that it was sent a secret is the proof that the vault was asked.
        Assert.Equal("SignInFailed", connect.Terminating!.FullyQualifiedErrorId.Split(',')[0]);

        EngineRun without = CmdletRun.Of<ConnectOutlookMailboxCommand>(("Profile", "vaulted"));
        Assert.Equal("VaultUnavailable,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand", without.Terminating!.FullyQualifiedErrorId);
    });

    [Fact]
    public Task The_code_is_copied_on_request() => SandboxRunspace.InAsync(_ =>
    {
        object? copied = null;
        EngineRun run = CmdletRun.Prepare(new ConnectOutlookMailboxCommand());
        run.InvokeCommand.Answer = (_, arguments) =>
        {
            copied = arguments[0];
            return [];
        };
        run.Invoke(CmdletRun.Named(("CopyCode", true)));
        Assert.Contains((string)copied!, Assert.Single(run.Information).ToString(), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_missing_clipboard_is_a_warning() => SandboxRunspace.InAsync(_ =>
    {
        EngineRun warned = CmdletRun.Of<ConnectOutlookMailboxCommand>(("CopyCode", true));
        Assert.Contains("clipboard", Assert.Single(warned.Warnings), StringComparison.Ordinal);
        Assert.Single(SandboxRunspace.Output<OutlookSession>(warned));
    });

    [Fact]
    public void The_countdown_shows_what_is_left()
    {
        var code = new OutlookDeviceCode("ABC", new Uri("https://login.test/device"), "m", DateTimeOffset.UtcNow.AddMinutes(15));

        ProgressRecord record = DeviceCodeCountdown.Record(code, TimeSpan.FromSeconds(225), TimeSpan.FromSeconds(900));

        Assert.Equal("Code ABC at https://login.test/device, 3:45 left", record.StatusDescription);
        Assert.Equal((75, 225), (record.PercentComplete, record.SecondsRemaining));
    }

    [Fact]
    public Task Ensure_gives_the_open_session() => SandboxRunspace.InAsync(_ =>
    {
        OutlookSession first = SandboxRunspace.Connect();

        Assert.Same(first, Assert.Single(SandboxRunspace.Output<OutlookSession>(CmdletRun.Of<ConnectOutlookMailboxCommand>(("Ensure", true)))));
    });

    [Fact]
    public Task A_session_is_sealed_and_opened_and_not_with_WhatIf() => SandboxRunspace.InAsync(_ =>
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            SandboxRunspace.Connect();
            string path = Path.Combine(folder.FullName, "job.session");
            (string, object?)[] key = [("Path", path), ("PassPhrase", Secure("correct horse battery"))];
            CmdletRun.Of<ExportOutlookSessionCommand>([.. key, ("WhatIf", true)]);
            Assert.False(File.Exists(path));

            OutlookExportedSession made = Assert.Single(SandboxRunspace.Output<OutlookExportedSession>(CmdletRun.Of<ExportOutlookSessionCommand>(key)));
            OutlookSession opened = Assert.Single(SandboxRunspace.Output<OutlookSession>(CmdletRun.Of<ImportOutlookSessionCommand>(key)));

            Assert.Equal(("PassPhrase", "Imported"), (made.Key, opened.SignIn));
            Assert.Same(opened, RunspaceState.Current.Session);
            Assert.Equal(
                "SealedSessionInvalid,OutlookMail.PowerShell.Commands.ImportOutlookSessionCommand",
                CmdletRun.Of<ImportOutlookSessionCommand>(("Path", path), ("PassPhrase", Secure("another pass phrase"))).Terminating!.FullyQualifiedErrorId);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });
}
