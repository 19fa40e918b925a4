using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Exports a mailbox to files; a later run adds what is new.</summary>
[Cmdlet(VerbsData.Export, "OutlookMailbox", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(OutlookExportResult))]
public sealed class ExportOutlookMailboxCommand : OutlookQueryCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    // Time is the run's own condition; each of these needs the messages looked at one by one.
    private static readonly string[] Conditions =
    {
        nameof(Unread), nameof(Flagged), nameof(From), nameof(To), nameof(Subject), nameof(Body), nameof(MessageId), nameof(InReplyTo), nameof(Thread),
        nameof(LargerThan), nameof(HasAttachment), nameof(Filter),
    };

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter]
    public OutlookArchiveFormat Format { get; set; }

    [Parameter(Position = 1)]
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
    public SwitchParameter Verify { get; set; }

    [Parameter]
    [ValidateRange(1, 4)]
    public int Connections { get; set; } = 3;

    protected override void ProcessRecord()
    {
        string? path = null;
        OutlookSession? session = null;
        Guard(() => path = FileSystemPaths.Target(this, LiteralPath ?? Path!, literal: LiteralPath is not null), errorsEndCommand: true);
        Guard(() => session = ResolveSession());
        if (path is null || session is null)
        {
            return;
        }

        OutlookArchiveFormat format = IsGiven(nameof(Format)) ? Format
            : path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? OutlookArchiveFormat.Zip : OutlookArchiveFormat.Eml;
        if (!ShouldProcess(session.Mailbox, $"Export to '{path}' as {format}"))
        {
            return;
        }

        MailQuery query = Query();
        var request = new ExportRequest(path, format)
        {
            Folders = Folder,
            ExcludedFolders = ExcludeFolder,
            Since = query.Since,
            Before = query.Before,
            Filter = Array.Exists(Conditions, IsGiven) ? query : null,
            Verify = Verify,
            Connections = Connections,
        };
        Run(
            (output, token) =>
            {
                WithFilter(query, output);
                return output.WriteAllAsync(
                    OutlookClient.Shared.ExportAsync(session, request, new ArchiveEvents(output, $"Exporting {session.Mailbox}"), token), token, pageSize: 1);
            },
            session);
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
