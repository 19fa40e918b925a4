using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

/// <summary>A runspace of its own with a sandbox in it, for the length of one test.</summary>
internal static class SandboxRunspace
{
    internal static Task InAsync(Action<OutlookSandboxInfo> test, params (string Name, object? Value)[] start) =>
        CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
        {
            EngineRun started = CmdletRun.Of<StartOutlookSandboxCommand>(start);
            Ok(started);
            var sandbox = (OutlookSandboxInfo)started.Output.Single()!;
            try
            {
                test(sandbox);
            }
            finally
            {
                CmdletRun.Of<StopOutlookSandboxCommand>(("Sandbox", sandbox));
            }
        });

    /// <summary>The same, signed in.</summary>
    internal static Task ConnectedAsync(Action<OutlookSession> test) => InAsync(_ => test(Connect()));

    internal static OutlookSession Connect(params (string Name, object? Value)[] parameters)
    {
        EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>(parameters);
        Ok(run);
        return (OutlookSession)run.Output.Single()!;
    }

    /// <summary>Runs a command that must succeed, and returns what it output.</summary>
    internal static T[] Output<T>(EngineRun run)
    {
        Ok(run);
        return run.Output.Cast<T>().ToArray();
    }

    private static void Ok(EngineRun run)
    {
        ErrorRecord? error = run.Terminating ?? run.Errors.FirstOrDefault();
        Assert.True(error is null, $"{error?.FullyQualifiedErrorId}: {error} {error?.Exception}");
        Assert.Null(run.Thrown);
    }
}
