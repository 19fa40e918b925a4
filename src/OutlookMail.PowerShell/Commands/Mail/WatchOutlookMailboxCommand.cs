using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs what happens in folders, for as long as it runs.</summary>
[Cmdlet(VerbsCommon.Watch, "OutlookMailbox")]
[OutputType(typeof(OutlookMailboxEvent))]
public sealed class WatchOutlookMailboxCommand : OutlookSessionCmdlet
{
    // One at a time: the next one may take days.
    private const int PageSize = 1;

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string[] Folder { get; set; } = { "INBOX" };

    [Parameter]
    public OutlookMailboxEventKind[] Kind { get; set; } = Array.Empty<OutlookMailboxEventKind>();

    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? Timeout { get; set; }

    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollInterval { get; set; } = 60;

    protected override void ProcessRecord()
    {
        var request = new WatchRequest
        {
            Folders = Folder,
            Kinds = Kind,
            Poll = TimeSpan.FromSeconds(PollInterval),
            Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        RunInSession(
            (session, output, token) => output.WriteAllAsync(
                OutlookClient.Shared.WatchAsync(session, request, new MailboxEvents(output, "Watching"), token), token, PageSize),
            Folder.Length == 1 ? Folder[0] : null);
    }
}
