using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Brings the local archive's copy of a mailbox up to date.</summary>
[Cmdlet(VerbsData.Sync, "OutlookMailbox", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookSyncResult))]
public sealed class SyncOutlookMailboxCommand : OutlookSessionCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string[] Folder { get; set; } = Array.Empty<string>();

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string[] ExcludeFolder { get; set; } = Array.Empty<string>();

    [Parameter]
    [Alias("After")]
    public DateTime? Since { get; set; }

    [Parameter]
    public SwitchParameter KeepDeleted { get; set; }

    [Parameter]
    public SwitchParameter Verify { get; set; }

    [Parameter]
    [ValidateRange(1, 4)]
    public int Connections { get; set; } = 3;

    [Parameter]
    [Alias("ArchivePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override void ProcessRecord()
    {
        string? path = null;
        OutlookSession? session = null;
        Guard(() => path = Path is null ? null : FileSystemPaths.Target(this, Path, literal: true), errorsEndCommand: true);
        Guard(() => session = ResolveSession());
        if (session is null || !ShouldProcess(session.Mailbox, "Copy into the local archive"))
        {
            return;
        }

        var request = new SyncRequest
        {
            Path = path,
            Folders = Folder,
            ExcludedFolders = ExcludeFolder,
            Since = Since is { } since ? new DateTimeOffset(since) : null,
            KeepDeleted = KeepDeleted,
            Verify = Verify,
            Connections = Connections,
        };
        Run(
            (output, token) => output.WriteAllAsync(
                OutlookClient.Shared.Archive.SyncAsync(session, request, new ArchiveEvents(output, $"Copying {session.Mailbox}"), token), token, pageSize: 1),
            session);
    }
}
