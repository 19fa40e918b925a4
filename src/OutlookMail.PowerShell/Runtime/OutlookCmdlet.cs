using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// What every cmdlet of the module shares: asynchronous bodies with awaited writes, stop, and errors from the catalogue.
/// ShouldProcess, prompts and path resolution belong before the body, on the pipeline thread.
/// </summary>
public abstract class OutlookCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private int bodies;
    private bool disposed;

    /// <summary>Runs on another thread than the pipeline's, also after Dispose, and must not throw.</summary>
    protected override void StopProcessing()
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <summary>When a neighbour ends the pipeline early the engine calls this and neither StopProcessing nor EndProcessing.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || disposed)
        {
            return;
        }

        disposed = true;
        StopProcessing();
        if (Volatile.Read(ref bodies) == 0)
        {
            stop.Dispose();
        }
    }

    /// <summary>
    /// Runs the body on the thread pool and serves it on this thread until it ends. What it throws becomes an error
    /// record about <paramref name="target"/>: terminating when nothing later of this command can succeed.
    /// </summary>
    protected void Run(Func<CmdletOutput, CancellationToken, Task> body, object? target = null, bool errorsEndCommand = false)
    {
        var pump = new PipelinePump(stop);
        var output = new CmdletOutput(this, pump);
        CancellationToken token = stop.Token;
        Exception? failure = null;
        try
        {
            pump.Run(() => CountedAsync(() => RecoveryProgress.ShowAsync(output, () => body(output, token))));
        }
        catch (Exception e) when (!ReferenceEquals(e, pump.RefusedWrite))
        {
            failure = e;
        }

        if (failure is not null)
        {
            Report(failure, target, errorsEndCommand);
        }
    }

    /// <summary>Runs what needs no body. A catalogue entry thrown in it becomes an error record; the engine's own exceptions pass.</summary>
    protected void Guard(Action action, object? target = null, bool errorsEndCommand = false)
    {
        OutlookMailException failure;
        try
        {
            action();
            return;
        }
        catch (OutlookMailException e)
        {
            failure = e;
        }

        Report(failure, target, errorsEndCommand);
    }

    /// <summary>Writes the error record of an exception, on the pipeline thread.</summary>
    protected void Report(Exception exception, object? target, bool errorsEndCommand = false)
    {
        ErrorRecord record = ErrorRecords.From(exception, target);
        if (errorsEndCommand || ErrorRecords.EndsCommand(record))
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    private async Task CountedAsync(Func<Task> body)
    {
        // A body that outlives its pump still uses the token, so the source is then left to the garbage collector.
        Interlocked.Increment(ref bodies);
        try
        {
            await body().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref bodies);
        }
    }
}
