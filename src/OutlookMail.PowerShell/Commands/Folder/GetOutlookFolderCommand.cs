using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists the folders of a mailbox.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookFolder")]
[OutputType(typeof(OutlookFolder))]
public sealed class GetOutlookFolderCommand : OutlookSessionCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("FullName", "Folder")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string[] Name { get; set; } = Array.Empty<string>();

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Tree { get; set; }

    [Parameter]
    public SwitchParameter Size { get; set; }

    [Parameter]
    public SwitchParameter NoCount { get; set; }

    protected override void ProcessRecord()
    {
        var query = new FolderQuery { Names = Name, Recurse = Recurse, WithCounts = !NoCount, WithSize = Size };
        bool tree = Tree;
        RunInSession(
            async (session, output, token) =>
            {
                IReadOnlyList<OutlookFolder> folders = await OutlookClient.Shared.GetFoldersAsync(session, query, token).ConfigureAwait(false);
                var listed = new HashSet<string>(folders.Select(f => f.FullName), StringComparer.Ordinal);
                foreach (OutlookFolder folder in folders.Where(f => !tree || f.ParentName is null || !listed.Contains(f.ParentName)))
                {
                    await output.WriteAsync(folder).ConfigureAwait(false);
                }
            },
            Name.Length == 1 ? Name[0] : null);
    }
}
