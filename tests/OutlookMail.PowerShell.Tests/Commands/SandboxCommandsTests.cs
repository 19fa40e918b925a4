using System;
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
}
