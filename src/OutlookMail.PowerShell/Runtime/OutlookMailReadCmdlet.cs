using System.Collections.Generic;
using System.Management.Automation;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What the cmdlets share that read messages whole: they read ahead over what comes down the pipeline.</summary>
public abstract class OutlookMailReadCmdlet : OutlookCmdlet
{
    private readonly MessageBatch batch = new();
    private readonly ProgressClock clock = new();

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    public OutlookMessage[]? Message { get; set; }

    protected override void ProcessRecord()
    {
        foreach (OutlookMessage message in Message!)
        {
            if (IsWanted(message) && batch.Add(message))
            {
                ReadBatch();
            }
        }
    }

    protected override void EndProcessing()
    {
        if (!batch.IsEmpty)
        {
            ReadBatch();
        }

        if (clock.WasShown)
        {
            WriteProgress(MailboxEvents.Completed("Done"));
        }
    }

    /// <summary>Asked on the pipeline thread, before anything is read.</summary>
    private protected virtual bool IsWanted(OutlookMessage message) => true;

    /// <summary>Events of one batch, whose progress goes on from the batches before.</summary>
    private protected MailboxEvents EventsOf(CmdletOutput output, string activity) => new(output, activity, clock);

    private void ReadBatch()
    {
        IReadOnlyList<OutlookMessage> messages = batch.Take();
        Read(messages);
        clock.DoneBefore += messages.Count;
    }

    /// <summary>Reads them and writes what is made of them.</summary>
    private protected abstract void Read(IReadOnlyList<OutlookMessage> messages);
}
