using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Renames a folder, with those below it.</summary>
[Cmdlet(VerbsCommon.Rename, "OutlookFolder", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookFolder))]
public sealed class RenameOutlookFolderCommand : OutlookSessionCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string? Folder { get; set; }

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        string folder = Folder!;
        bool passThru = PassThru;
        if (ShouldProcess(folder, $"Rename folder to {NewName}"))
        {
            RunInSession(
                async (session, output, token) =>
                {
                    OutlookFolder renamed = await OutlookClient.Shared.RenameFolderAsync(session, folder, NewName!, token).ConfigureAwait(false);
                    if (passThru)
                    {
                        await output.WriteAsync(renamed).ConfigureAwait(false);
                    }
                },
                folder);
        }
    }
}
