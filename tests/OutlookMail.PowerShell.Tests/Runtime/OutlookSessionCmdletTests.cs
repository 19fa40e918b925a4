using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Runtime;

public class OutlookSessionCmdletTests
{
    [Fact]
    public async Task A_session_that_is_given_is_used() => await InNewRunspaceAsync(() =>
    {
        OutlookSession session = NewSession();
        EngineRun run = CmdletRun.Of<SessionSampleCmdlet>(("Session", session));

        Assert.Same(session, Assert.Single(run.Output));
    });

    [Fact]
    public async Task The_runspace_s_current_session_is_the_default() => await InNewRunspaceAsync(() =>
    {
        OutlookSession session = NewSession();
        RunspaceState.Current.Session = session;

        Assert.Same(session, Assert.Single(CmdletRun.Of<SessionSampleCmdlet>().Output));
    });

    [Fact]
    public async Task Another_runspace_does_not_see_it()
    {
        await InNewRunspaceAsync(() => RunspaceState.Current.Session = NewSession());
        await InNewRunspaceAsync(() =>
        {
            EngineRun run = CmdletRun.Of<SessionSampleCmdlet>();

            Assert.Empty(run.Output);
            Assert.Equal("NotSignedIn,OutlookMail.PowerShell.Tests.Runtime.SessionSampleCmdlet", run.Terminating?.FullyQualifiedErrorId);
        });
    }

    [Fact]
    public async Task A_closed_session_ends_the_command_with_its_fix() => await InNewRunspaceAsync(() =>
    {
        OutlookSession session = NewSession();
        session.IsOpen = false;
        EngineRun run = CmdletRun.Of<SessionSampleCmdlet>(("Session", session));

        Assert.Equal("SessionClosed,OutlookMail.PowerShell.Tests.Runtime.SessionSampleCmdlet", run.Terminating?.FullyQualifiedErrorId);
        Assert.Same(session, run.Terminating?.TargetObject);
        Assert.Contains("Connect-OutlookMailbox", run.Terminating?.ErrorDetails?.RecommendedAction);
    });

    private static Task InNewRunspaceAsync(Action action) => CmdletRun.InRunspaceAsync(new DoubleRunspace(), action);

    private static OutlookSession NewSession() => new(Guid.NewGuid(), "ada@contoso.test", "ada@contoso.test");
}
