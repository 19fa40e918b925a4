using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public class SandboxCommandsTests
{
    [Fact]
    public Task Start_makes_the_sandbox_the_runspaces_default_and_says_so() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        EngineRun run = CmdletRun.Of<StartOutlookSandboxCommand>(("User", new[] { "carol@fabrikam.test" }));

        OutlookSandboxInfo sandbox = Assert.Single(SandboxRunspace.Output<OutlookSandboxInfo>(run));
        Assert.Equal(["carol@fabrikam.test"], sandbox.Users);
        Assert.Single(run.Information);
        Assert.Same(sandbox, RunspaceState.Current.RunningSandbox);
        Assert.Contains(sandbox, SandboxRunspace.Output<OutlookSandboxInfo>(CmdletRun.Of<GetOutlookSandboxCommand>()));

        SandboxRunspace.Output<object>(CmdletRun.Of<StopOutlookSandboxCommand>());
        Assert.False(sandbox.IsRunning);
        Assert.Null(RunspaceState.Current.Sandbox);
    });

    [Fact]
    public Task Stop_ends_the_sandbox_s_sessions() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        SandboxRunspace.Output<OutlookSandboxInfo>(CmdletRun.Of<StartOutlookSandboxCommand>());
        OutlookSession session = SandboxRunspace.Connect();
        SandboxRunspace.Output<object>(CmdletRun.Of<StopOutlookSandboxCommand>());

        Assert.False(session.IsOpen);
        Assert.Null(RunspaceState.Current.Session);
    });

    [Fact]
    public Task Stop_without_a_sandbox_says_so() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () => Assert.Equal(
        "SandboxNotRunning,OutlookMail.PowerShell.Commands.StopOutlookSandboxCommand",
        CmdletRun.Of<StopOutlookSandboxCommand>().Terminating?.FullyQualifiedErrorId));

    [Fact]
    public Task WhatIf_neither_starts_nor_stops() => SandboxRunspace.InAsync(sandbox =>
    {
        Assert.Empty(CmdletRun.Of<StartOutlookSandboxCommand>(("WhatIf", true)).Output);
        CmdletRun.Of<StopOutlookSandboxCommand>(("WhatIf", true));

        Assert.True(sandbox.IsRunning);
        Assert.Same(sandbox, RunspaceState.Current.RunningSandbox);
    });

    [Fact]
    public void An_approval_that_there_is_not_is_refused_at_binding() =>
        Assert.IsType<ValidationMetadataException>(CmdletRun.Of<StartOutlookSandboxCommand>(("Approval", "Maybe")).Thrown);

    [Fact]
    public Task A_fault_is_met_by_as_many_operations_as_were_asked_for() => SandboxRunspace.ConnectedAsync(_ =>
    {
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("Fault", new[] { OutlookSandboxFault.SubmissionQuota }), ("Next", 1)));

        Assert.Empty(Send().Output);
        Assert.Equal(OutlookSendState.Sent, Assert.Single(SandboxRunspace.Output<OutlookSendResult>(Send())).State);
    });

    [Fact]
    public Task A_fault_that_all_meet_can_be_cleared() => SandboxRunspace.ConnectedAsync(_ =>
    {
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("Fault", new[] { OutlookSandboxFault.SubmissionQuota }), ("Share", 1.0)));
        Assert.Empty(Send().Output);
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("ClearFault", true)));

        Assert.Single(SandboxRunspace.Output<OutlookSendResult>(Send()));
    });

    [Fact]
    public Task A_rule_holds_until_it_is_switched_off_and_the_others_are_left_alone() => SandboxRunspace.ConnectedAsync(_ =>
    {
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("SecurityDefaults", true)));
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("RequireManagedDevice", false)));
        Assert.Empty(Send().Output);

        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("SecurityDefaults", false)));
        Assert.Single(SandboxRunspace.Output<OutlookSendResult>(Send()));
    });

    [Fact]
    public Task The_clock_moves_on_in_the_log() => SandboxRunspace.ConnectedAsync(_ =>
    {
        OutlookSandboxRequest[] before = SandboxRunspace.Output<OutlookSandboxRequest>(CmdletRun.Of<GetOutlookSandboxCommand>(("Log", true)));
        Assert.Contains(before, r => r.Service == "Entra");
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("Advance", TimeSpan.FromDays(2))));
        SandboxRunspace.Output<object>(CmdletRun.Of<DisconnectOutlookMailboxCommand>());
        SandboxRunspace.Connect();

        OutlookSandboxRequest[] after = SandboxRunspace.Output<OutlookSandboxRequest>(CmdletRun.Of<GetOutlookSandboxCommand>(("Log", true)));
        Assert.True(after[^1].Time - before[^1].Time > TimeSpan.FromDays(1));
    });

    [Fact]
    public Task A_sign_in_error_that_the_sandbox_has_no_text_for_is_refused() => SandboxRunspace.InAsync(_ => Assert.StartsWith(
        "SignInErrorUnknown,",
        CmdletRun.Of<SetOutlookSandboxCommand>(("SignInError", 1)).Terminating?.FullyQualifiedErrorId));

    [Fact]
    public Task Without_a_sandbox_there_is_nothing_to_set_or_to_log() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        Assert.StartsWith("SandboxNotRunning,", CmdletRun.Of<SetOutlookSandboxCommand>(("ClearFault", true)).Terminating?.FullyQualifiedErrorId);
        Assert.StartsWith("SandboxNotRunning,", CmdletRun.Of<GetOutlookSandboxCommand>(("Log", true)).Terminating?.FullyQualifiedErrorId);
    });

    [Fact]
    public async Task Seeded_mail_is_listed_and_kept_for_the_next_start()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sandbox-seed-");
        try
        {
            string kept = Path.Combine(folder.FullName, "kept");
            string mbox = Path.Combine(folder.FullName, "two.mbox");
            await File.WriteAllTextAsync(mbox, "From a@b.test\nSubject: One\n\nText\n\nFrom a@b.test\nSubject: Two\n\nText\n", TestContext.Current.CancellationToken);
            await SandboxRunspace.InAsync(_ => Assert.Equal(["One", "Two"], Subjects()), ("Path", kept), ("Seed", new[] { mbox }));
            await SandboxRunspace.InAsync(_ => Assert.Equal(["One", "Two"], Subjects()), ("Path", kept), ("ImapProfile", "Standard"), ("NoLimit", true));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public Task A_seed_that_is_not_there_starts_nothing() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        EngineRun run = CmdletRun.Of<StartOutlookSandboxCommand>(("Seed", new[] { Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".eml") }));

        Assert.StartsWith("PathInvalid,", run.Terminating?.FullyQualifiedErrorId);
        Assert.Null(RunspaceState.Current.RunningSandbox);
    });

    [Fact]
    public Task A_port_that_is_taken_is_said_to_be() => SandboxRunspace.InAsync(sandbox => Assert.StartsWith(
        "SandboxNotStarted,",
        CmdletRun.Of<StartOutlookSandboxCommand>(("ImapPort", sandbox.ImapPort)).Terminating?.FullyQualifiedErrorId));

    [Fact]
    public Task People_mailboxes_and_apps_are_objects() => SandboxRunspace.InAsync(
        sandbox =>
        {
            SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(
                ("SharedMailbox", new[] { "info@contoso.test" }), ("FullAccess", new[] { "ada@contoso.test" }), ("SendAs", new[] { "bob@contoso.test" })));

            Assert.Equal(["ada@contoso.test", "bob@contoso.test"], SandboxRunspace.Output<OutlookSandboxUser>(CmdletRun.Of<GetOutlookSandboxCommand>(("User", true))).Select(u => u.UserPrincipalName));
            OutlookSandboxMailbox[] mailboxes = SandboxRunspace.Output<OutlookSandboxMailbox>(CmdletRun.Of<GetOutlookSandboxCommand>(("Mailbox", true)));
            Assert.Equal(["info@contoso.test", "team@contoso.test"], mailboxes.Where(m => m.IsShared).Select(m => m.PrimarySmtpAddress));
            Assert.Equal(["ada@contoso.test"], mailboxes[2].FullAccess);
            Assert.Equal(["bob@contoso.test"], mailboxes[2].SendAs);
            Assert.Equal(5, mailboxes[0].Messages);
            Assert.Equal(sandbox.ClientId, Assert.Single(SandboxRunspace.Output<OutlookSandboxApp>(CmdletRun.Of<GetOutlookSandboxCommand>(("App", true)))).ClientId);
        },
        ("SharedMailbox", new[] { "team@contoso.test" }),
        ("SeedCount", 5));

    [Fact]
    public Task One_person_is_locked_out_and_let_in_again() => SandboxRunspace.InAsync(_ =>
    {
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("User", new[] { "ada@contoso.test", "new@contoso.test" }), ("SignInError", 50053), ("Disabled", true)));
        OutlookSandboxUser[] locked = SandboxRunspace.Output<OutlookSandboxUser>(CmdletRun.Of<GetOutlookSandboxCommand>(("User", true)));
        Assert.Equal([(50053, false), (null, true), (50053, false)], locked.Select(u => (u.SignInError, u.IsEnabled)));

        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("User", new[] { "ada@contoso.test" }), ("SignInError", 0), ("Disabled", false)));
        SandboxRunspace.Connect();
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("User", new[] { "ada@contoso.test" }), ("RevokeSignIn", true)));
        Assert.StartsWith("AddressInvalid,", CmdletRun.Of<SetOutlookSandboxCommand>(("User", new[] { "nobody" })).Errors.Single().FullyQualifiedErrorId);
    });

    [Fact]
    public Task A_device_code_is_refused_under_a_rule_and_consent_may_be_an_administrator_s_alone() => SandboxRunspace.InAsync(_ =>
    {
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("BlockDeviceCode", true), ("BlockUserConsent", true)));
        CmdletRun.Of<ConnectOutlookMailboxCommand>();
        Assert.Contains(Log(), r => r.Answer.EndsWith(" AADSTS53003", StringComparison.Ordinal));

        int before = Log().Length;
        SandboxRunspace.Output<object>(CmdletRun.Of<SetOutlookSandboxCommand>(("BlockDeviceCode", false)));
        SandboxRunspace.Connect();
        Assert.DoesNotContain(Log()[before..], r => r.Answer.Contains("AADSTS", StringComparison.Ordinal));
    });

    [Fact]
    public Task The_Exchange_commands_are_defined_on_request_and_taken_away_at_the_end() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        EngineRun plain = CmdletRun.Of<StartOutlookSandboxCommand>();
        Assert.Empty(plain.InvokeCommand.Scripts);
        SandboxRunspace.Output<object>(CmdletRun.Of<StopOutlookSandboxCommand>());

        EngineRun run = CmdletRun.Of<StartOutlookSandboxCommand>(("ExchangeCommands", true));
        string script = Assert.Single(run.InvokeCommand.Scripts);
        Assert.Contains("function global:New-ServicePrincipal {", script);
        Assert.Contains(SandboxRunspace.Output<OutlookSandboxInfo>(run).Single().WebPage + "/exchange/Add-MailboxPermission", script);
        Assert.Contains("Remove-Item", Assert.Single(CmdletRun.Of<StopOutlookSandboxCommand>().InvokeCommand.Scripts));
    });

    private static OutlookSandboxRequest[] Log() => SandboxRunspace.Output<OutlookSandboxRequest>(CmdletRun.Of<GetOutlookSandboxCommand>(("Log", true)));

    private static string[] Subjects()
    {
        SandboxRunspace.Connect();
        string[] subjects = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>()).Select(m => m.Subject).Order().ToArray();
        SandboxRunspace.Output<object>(CmdletRun.Of<DisconnectOutlookMailboxCommand>());
        return subjects;
    }

    private static EngineRun Send() =>
        CmdletRun.Of<SendOutlookMailCommand>(("To", "bob@contoso.test"), ("Subject", "Hello"), ("Body", "Hi"));
}
