using System.Collections.Generic;
using System.Management.Automation;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What the cmdlets share that read messages whole: they read ahead over what comes down the pipeline.</summary>
public abstract class OutlookMailReadCmdlet : OutlookCmdlet
{
    private readonly MessageBatch batch = new();

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
                Read(batch.Take());
            }
        }
    }

    protected override void EndProcessing()
    {
        if (!batch.IsEmpty)
        {
            Read(batch.Take());
        }
    }

    /// <summary>Asked on the pipeline thread, before anything is read.</summary>
    private protected virtual bool IsWanted(OutlookMessage message) => true;

    /// <summary>Reads them and writes what is made of them.</summary>
    private protected abstract void Read(IReadOnlyList<OutlookMessage> messages);
}
