using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace System.Management.Automation;

/// <summary>
/// One command in one pipeline, as the engine runs it: binding, Begin, a Process for each input, End, Dispose; all on the
/// calling thread, the only one it accepts writes from.
/// </summary>
internal sealed class EngineRun
{
    private readonly Cmdlet cmdlet;
    private readonly int pipelineThread = Environment.CurrentManagedThreadId;

    internal EngineRun(Cmdlet cmdlet)
    {
        this.cmdlet = cmdlet;
        cmdlet.AttachedTo = this;
        Runspace.DefaultRunspace ??= new DoubleRunspace();
    }

    /// <summary>Called after each run, whatever came of it.</summary>
    internal static Action<EngineRun>? Ended { get; set; }

    internal List<object?> Output { get; } = [];

    internal List<ErrorRecord> Errors { get; } = [];

    /// <summary>The record of ThrowTerminatingError, or the exception that no cmdlet should let out.</summary>
    internal ErrorRecord? Terminating { get; private set; }

    /// <summary>What came out of the cmdlet by exception: the engine's own when a write was refused.</summary>
    internal Exception? Thrown { get; private set; }

    internal List<string> Verbose { get; } = [];

    internal List<string> Warnings { get; } = [];

    internal List<string> Debug { get; } = [];

    internal List<InformationRecord> Information { get; } = [];

    internal List<ProgressRecord> Progress { get; } = [];

    /// <summary>Targets and actions that ShouldProcess was asked about.</summary>
    internal List<string> Asked { get; } = [];

    internal bool WhatIf { get; set; }

    /// <summary>Called when a question is asked, before it is answered.</summary>
    internal Action? OnAsked { get; set; }

    /// <summary>What a person would answer to ShouldContinue and to a confirmation.</summary>
    internal bool Answer { get; set; } = true;

    /// <summary>The rest of the pipeline: may throw, as Select-Object -First, break or a failing neighbour do.</summary>
    internal Action<object?>? Downstream { get; set; }

    internal RecordingHost Host { get; } = new();

    internal RecordingEvents Events { get; } = new();

    internal CommandInvocationIntrinsics InvokeCommand { get; } = new();

    internal SessionState SessionState { get; } = new();

    internal InvocationInfo Invocation { get; } = new();

    internal PagingParameters Paging { get; } = new();

    internal Dictionary<string, object?> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal string ParameterSetName { get; private set; } = ParameterAttribute.AllParameterSets;

    internal bool Stopping { get; private set; }

    internal bool EndRan { get; private set; }

    internal EngineRun Invoke(IReadOnlyDictionary<string, object?> parameters, IReadOnlyList<object>? input = null)
    {
        var binder = new ParameterBinder(cmdlet, this);
        try
        {
            ParameterSetName = binder.BindCommandLine(parameters, input is not null);
            Invocation.ExpectingInput = input is not null;
            cmdlet.CallBegin();
            if (input is null)
            {
                cmdlet.CallProcess();
            }

            foreach (object item in input ?? [])
            {
                if (binder.BindInput(item))
                {
                    cmdlet.CallProcess();
                }
            }

            cmdlet.CallEnd();
            EndRan = true;
        }
        catch (Exception e)
        {
            Thrown = e;
        }
        finally
        {
            (cmdlet as IDisposable)?.Dispose();
            Ended?.Invoke(this);
        }

        return this;
    }

    /// <summary>Ctrl+C: from another thread, while the cmdlet runs.</summary>
    internal void Stop()
    {
        Stopping = true;
        var other = new Thread(cmdlet.CallStop);
        other.Start();
        other.Join();
    }

    internal void WriteObject(object? item)
    {
        Enter();
        Downstream?.Invoke(item);
        Output.Add(item);
    }

    internal void WriteError(ErrorRecord record)
    {
        Enter();
        record.Writer = cmdlet.GetType();
        Errors.Add(record);
    }

    internal void ThrowTerminatingError(ErrorRecord record)
    {
        Enter();
        record.Writer = cmdlet.GetType();
        Terminating = record;
        throw new PipelineStoppedException();
    }

    internal void Write<T>(List<T> stream, T item)
    {
        Enter();
        stream.Add(item);
    }

    internal bool ShouldProcess(string what)
    {
        Enter();
        Asked.Add(what);
        OnAsked?.Invoke();
        return !WhatIf && Answer;
    }

    internal bool ShouldContinue(string query)
    {
        Enter();
        Asked.Add(query);
        OnAsked?.Invoke();
        return Answer;
    }

    private void Enter()
    {
        if (Environment.CurrentManagedThreadId != pipelineThread)
        {
            throw new PSInvalidOperationException(
                "The WriteObject and WriteError methods cannot be called from outside the overrides of the BeginProcessing, ProcessRecord, and EndProcessing methods, and they can only be called from within the same thread.");
        }

        if (Stopping)
        {
            throw new PipelineStoppedException();
        }
    }
}
