using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Searches the local archive; no server is asked and no session is needed.</summary>
[Cmdlet(VerbsCommon.Search, "OutlookArchive", SupportsPaging = true)]
[OutputType(typeof(OutlookArchiveHit))]
public sealed class SearchOutlookArchiveCommand : OutlookCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string? Query { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Mailbox { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Folder { get; set; }

    [Parameter]
    [Alias("After")]
    public DateTime? Since { get; set; }

    [Parameter]
    public DateTime? Before { get; set; }

    [Parameter]
    public SwitchParameter HasAttachment { get; set; }

    [Parameter]
    public SwitchParameter OnServer { get; set; }

    [Parameter]
    [Alias("ArchivePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override void BeginProcessing()
    {
        if (PagingParameters.IncludeTotalCount)
        {
            // The hits are not counted before they are read; an accuracy of 0 is how the engine says "unknown".
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        }
    }

    protected override void ProcessRecord()
    {
        string? path = null;
        Guard(() => path = Path is null ? null : FileSystemPaths.Target(this, Path, literal: true), errorsEndCommand: true);
        var query = new ArchiveQuery
        {
            Path = path,
            SandboxId = RunspaceState.Current.RunningSandbox?.Id,
            Text = Query,
            Mailbox = Mailbox,
            Folder = Folder,
            Since = Since is { } since ? new DateTimeOffset(since) : null,
            Before = Before is { } before ? new DateTimeOffset(before) : null,
            HasAttachment = MyInvocation.BoundParameters.ContainsKey(nameof(HasAttachment)) ? HasAttachment.ToBool() : null,
            OnServerOnly = OnServer,
            Skip = PagingParameters.Skip,
            First = PagingParameters.First,
        };
        Run((output, token) => output.WriteAllAsync(OutlookClient.Shared.Archive.SearchAsync(query, token), token), Query);
    }
}
