using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// What one runspace remembers between commands. Statics are shared by all runspaces of a process, so ForEach-Object
/// -Parallel would see its neighbours' session otherwise. Goes with its runspace.
/// </summary>
internal sealed class RunspaceState
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceState> States = new();

    private OutlookSession? session;
    private OutlookSandboxInfo? sandbox;

    private RunspaceState()
    {
    }

    /// <summary>The state of the runspace this thread runs; only the pipeline thread has one.</summary>
    internal static RunspaceState Current => States.GetValue(Runspace.DefaultRunspace, _ => new RunspaceState());

    /// <summary>Whether any runspace of this process ever had a session: until then nobody needs to ask the client.</summary>
    internal static bool AnySessionSeen { get; private set; }

    /// <summary>What mail cmdlets use when no -Session is given; null before the first sign-in.</summary>
    internal OutlookSession? Session
    {
        get => session;
        set
        {
            session = value;
            IsFresh = false;
            AnySessionSeen |= value is not null;
        }
    }

    /// <summary>The sandbox that is this runspace's default cloud; null when none is.</summary>
    internal OutlookSandboxInfo? Sandbox
    {
        get => sandbox;
        set
        {
            sandbox = value;
            IsFresh = false;
        }
    }

    /// <summary>
    /// Whether nobody has chosen a session or a sandbox here yet. Who disconnects, or stops a sandbox, is not signed in again
    /// unasked: the next mail would go to real people.
    /// </summary>
    internal bool IsFresh { get; private set; } = true;

    /// <summary>The same, unless another runspace stopped it meanwhile.</summary>
    internal OutlookSandboxInfo? RunningSandbox => Sandbox is { IsRunning: true } ? Sandbox : null;
}
