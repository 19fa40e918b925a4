using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.SecretSearch;

namespace OutlookMail.PowerShell.Tests.Runtime;

/// <summary>Runs a cmdlet in the engine double.</summary>
internal static class CmdletRun
{
    static CmdletRun() => EngineRun.Ended = NoteStreams;

    internal static EngineRun Of<T>(params (string Name, object? Value)[] parameters)
        where T : Cmdlet, new() => Prepare(new T()).Invoke(Named(parameters));

    internal static EngineRun WithInput<T>(IReadOnlyList<object> input, params (string Name, object? Value)[] parameters)
        where T : Cmdlet, new() => Prepare(new T()).Invoke(Named(parameters), input);

    internal static EngineRun Prepare(Cmdlet cmdlet) => new(cmdlet);

    internal static IReadOnlyDictionary<string, object?> Named(params (string Name, object? Value)[] parameters)
    {
        var named = new Dictionary<string, object?>();
        foreach ((string name, object? value) in parameters)
        {
            named.Add(name, value);
        }

        return named;
    }

    /// <summary>Runs the action as a runspace of its own would: on a thread that has it as its default.</summary>
    internal static Task InRunspaceAsync(Runspace runspace, System.Action action) => Task.Factory.StartNew(
        () =>
        {
            Runspace before = Runspace.DefaultRunspace;
            Runspace.DefaultRunspace = runspace;
            try
            {
                action();
            }
            finally
            {
                Runspace.DefaultRunspace = before;
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    // All streams but the output, which may hold a token that was asked for.
    private static void NoteStreams(EngineRun run)
    {
        IEnumerable<object?> said = [.. run.Verbose, .. run.Warnings, .. run.Debug, .. run.Information, .. run.Host.Lines, .. run.Asked];
        IEnumerable<ErrorRecord?> errors = [.. run.Errors, run.Terminating];
        IEnumerable<object?> failed = errors.SelectMany(record => new object?[] { record, record?.Exception, record?.ErrorDetails?.RecommendedAction, record?.TargetObject });
        foreach (object? text in said.Concat(failed).Concat(run.Progress.Select(step => step.Activity + " " + step.StatusDescription)))
        {
            SecretWatch.Current?.NoteText("a cmdlet's streams", text?.ToString());
        }
    }
}
