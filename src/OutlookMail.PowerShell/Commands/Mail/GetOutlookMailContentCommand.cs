using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Reads messages whole: bodies, headers and attachments. Nothing is marked as read.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookMailContent")]
[OutputType(typeof(OutlookMailContent))]
public sealed class GetOutlookMailContentCommand : OutlookCmdlet
{
    // A body can be as large as a mailbox allows, so none waits beside the one that is being written.
    private const int PageSize = 1;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    public OutlookMessage[]? Message { get; set; }

    protected override void ProcessRecord()
    {
        // One at a time: a message that is gone is an error of its own, and the next is read all the same.
        foreach (OutlookMessage message in Message!)
        {
            Run(
                (output, token) => output.WriteAllAsync(OutlookClient.Shared.GetContentAsync(new[] { message }, token), token, PageSize),
                message);
        }
    }
}
