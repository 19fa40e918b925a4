using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists messages of folders, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookMail", SupportsPaging = true)]
[OutputType(typeof(OutlookMessage))]
public sealed class GetOutlookMailCommand : OutlookQueryCmdlet
{
    private object? paging;

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string[] Folder { get; set; } = { "INBOX" };

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    protected override void BeginProcessing()
    {
        if (PagingParameters.IncludeTotalCount)
        {
            // A mailbox is not counted before it is listed; an accuracy of 0 is how the engine says "unknown".
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        }
    }

    protected override void ProcessRecord()
    {
        MailQuery query = Query();
        query.Folders = Folder;
        query.Recurse = Recurse;

        // Counted over every folder that comes down the pipeline. No field of a cmdlet may have a type of the client's.
        query.Paging = (MailPaging)(paging ??= new MailPaging(PagingParameters.Skip, PagingParameters.First));
        RunInSession(
            (session, output, token) => output.WriteAllAsync(
                OutlookClient.Shared.GetMailAsync(session, WithFilter(query, output), new MailboxEvents(output, "Listing"), token), token),
            Folder.Length == 1 ? Folder[0] : Folder);
    }
}
