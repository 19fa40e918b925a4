using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Deletes folders and their messages for good.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookFolder", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookFolderCommand : OutlookSessionCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string[]? Folder { get; set; }

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Folder!)
        {
            IReadOnlyList<OutlookFolder>? found = null;
            RunInSession(
                async (session, _, token) => found = await OutlookClient.Shared.GetFoldersAsync(session, new FolderQuery { Names = new[] { name } }, token).ConfigureAwait(false),
                name);
            foreach (OutlookFolder folder in found ?? Array.Empty<OutlookFolder>())
            {
                Remove(folder);
            }
        }
    }

    private void Remove(OutlookFolder folder)
    {
        List<OutlookFolder> all = WithChildren(folder).ToList();
        if (all.Count > 1 && !Recurse)
        {
            Report(MailboxErrors.FolderHasChildren(folder.FullName, all.Count - 1), folder.FullName);
            return;
        }

        string below = all.Count == 1 ? "" : string.Format(CultureInfo.CurrentCulture, " and {0:N0} below it", all.Count - 1);
        string what = string.Format(
            CultureInfo.CurrentCulture, "{0}{1} ({2:N0} messages)", folder.FullName, below, all.Sum(f => f.Messages ?? 0));
        bool isConfirmed = false;
        Guard(() => isConfirmed = Confirmation.IsGiven(this, Force, () => ShouldProcess(what, "Delete for good"), "Deleting a folder"));
        if (!isConfirmed)
        {
            return;
        }

        // The deepest first: a folder that holds others stays.
        foreach (OutlookFolder one in Enumerable.Reverse(all))
        {
            Run((_, token) => OutlookClient.Shared.RemoveFolderAsync(one.Session, one.FullName, token), one.FullName);
        }
    }

    private static IEnumerable<OutlookFolder> WithChildren(OutlookFolder folder) => new[] { folder }.Concat(folder.Children.SelectMany(WithChildren));
}
