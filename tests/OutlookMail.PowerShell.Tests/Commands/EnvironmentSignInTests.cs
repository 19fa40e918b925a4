using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Tests.Hosts;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

/// <summary>Changes the variables of the whole process, so that nothing else may run beside it.</summary>
[CollectionDefinition(nameof(EnvironmentSignInTests), DisableParallelization = true)]
public sealed class EnvironmentSignInCollection;

/// <summary>Mail commands in a runspace where nobody ran Connect-OutlookMailbox.</summary>
[Collection(nameof(EnvironmentSignInTests))]
public sealed class EnvironmentSignInTests(HostWorld world) : IClassFixture<HostWorld>
{
    [Fact]
    public Task A_bare_Send_signs_in_by_the_environment_and_the_next_command_is_warm() => InHostAsync(() =>
    {
        int signIns = world.SignIns;
        EngineRun sent = CmdletRun.Of<SendOutlookMailCommand>(("To", new[] { HostWorld.Mailbox }), ("Subject", "bare"), ("Body", "Hi"));

        Assert.Equal("Sent", SandboxRunspace.Output<OutlookSendResult>(sent).Single().State.ToString());
        Assert.Contains(sent.Verbose, text => text.Contains("the environment (ClientSecret from OUTLOOKMAIL_CLIENT_ID", StringComparison.Ordinal));
        Assert.Empty(sent.Information);
        OutlookSession session = RunspaceState.Current.Session!;
        CmdletRun.Of<SendOutlookMailCommand>(("To", new[] { HostWorld.Mailbox }), ("Subject", "bare again"), ("Body", "Hi"));
        Assert.Same(session, RunspaceState.Current.Session);
        Assert.Equal(1, world.SignIns - signIns);
        SandboxRunspace.Output<object>(CmdletRun.Of<DisconnectOutlookMailboxCommand>());
    });

    [Fact]
    public Task Who_disconnected_is_not_signed_in_again_unasked() => InHostAsync(() =>
    {
        SandboxRunspace.Output<object>(CmdletRun.Of<GetOutlookFolderCommand>());
        CmdletRun.Of<DisconnectOutlookMailboxCommand>();

        Assert.StartsWith("NotSignedIn,", CmdletRun.Of<GetOutlookFolderCommand>().Terminating?.FullyQualifiedErrorId);
    });

    [Fact]
    public Task Where_a_sandbox_was_started_the_environment_is_not_asked() => InHostAsync(() =>
    {
        CmdletRun.Of<StartOutlookSandboxCommand>();
        string?[] ids = [Refused(), Stopped(), Refused()];

        Assert.All(ids, id => Assert.StartsWith("NotSignedIn,", id));

        static string? Refused() => CmdletRun.Of<SendOutlookMailCommand>(("To", new[] { HostWorld.Mailbox }), ("Subject", "real?"), ("Body", "x")).Terminating?.FullyQualifiedErrorId;

        static string? Stopped()
        {
            CmdletRun.Of<StopOutlookSandboxCommand>();
            return CmdletRun.Of<GetOutlookMailCommand>().Terminating?.FullyQualifiedErrorId;
        }
    });

    [Fact]
    public Task A_half_set_environment_ends_the_command_once_for_all_rows() => InHostAsync(() =>
    {
        EngineRun run = CmdletRun.WithInput<SendOutlookMailCommand>(
            [Row("one"), Row("two")], ("To", new[] { HostWorld.Mailbox }), ("Body", "x"));

        Assert.StartsWith("NotSignedIn,", run.Terminating?.FullyQualifiedErrorId);
        Assert.Contains("OUTLOOKMAIL_CLIENT_SECRET is not used: no tenant is set", run.Terminating?.Exception.Message);
        Assert.Empty(run.Errors);

        static PSObject Row(string subject) => new(new { Subject = subject });
    }, "OUTLOOKMAIL_TENANT_ID");

    private async Task InHostAsync(Action test, params string[] without)
    {
        // A fresh host has no sessions; this process has those that other tests left open.
        foreach (OutlookSession left in OutlookClient.Shared.Sessions)
        {
            await OutlookClient.Shared.DisconnectAsync(left, forget: false, TestContext.Current.CancellationToken);
        }

        await InFreshRunspaceAsync(test, without);
    }

    private Task InFreshRunspaceAsync(Action test, string[] without) => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        Dictionary<string, string> variables = world.Variables;
        foreach (string name in without)
        {
            variables.Remove(name);
        }

        foreach ((string name, string value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        try
        {
            test();
        }
        finally
        {
            foreach (string name in variables.Keys)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    });
}
