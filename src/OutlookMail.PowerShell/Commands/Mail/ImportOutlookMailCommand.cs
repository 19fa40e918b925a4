using System;
using System.Collections.Generic;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Puts messages out of files into the mailbox.</summary>
[Cmdlet(VerbsData.Import, "OutlookMail", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(OutlookImportedMail))]
public sealed class ImportOutlookMailCommand : OutlookSessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> paths = new();
    private OutlookSession? resolved;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP", "PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string? Folder { get; set; }

    [Parameter]
    public OutlookDuplicateMatch DuplicateBy { get; set; }

    [Parameter]
    public SwitchParameter Unread { get; set; }

    protected override void BeginProcessing() => Guard(() => resolved = ResolveSession());

    protected override void ProcessRecord()
    {
        foreach (string path in LiteralPath ?? Path!)
        {
            Guard(
                () =>
                {
                    foreach (string file in FileSystemPaths.ExistingFiles(this, path, literal: LiteralPath is not null))
                    {
                        if (ShouldProcess(resolved!.Mailbox, $"Import '{file}'" + (Folder is null ? "" : $" to '{Folder}'")))
                        {
                            paths.Add(file);
                        }
                    }
                },
                path);
        }
    }

    protected override void EndProcessing()
    {
        if (paths.Count == 0 || resolved is null)
        {
            return;
        }

        var request = new ImportRequest { Paths = paths, Folder = Folder, Match = DuplicateBy, Unread = Unread };
        OutlookSession session = resolved;
        Run(
            (output, token) => output.WriteAllAsync(
                OutlookClient.Shared.Archive.ImportAsync(session, request, new ArchiveEvents(output, $"Importing into {session.Mailbox}"), token), token),
            session);
    }
}
