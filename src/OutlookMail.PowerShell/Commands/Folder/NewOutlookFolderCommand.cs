using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Makes folders.</summary>
[Cmdlet(VerbsCommon.New, "OutlookFolder", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookFolder))]
public sealed class NewOutlookFolderCommand : OutlookSessionCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string? Parent { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        bool existingIsFine = Force;
        foreach (string name in Name!)
        {
            if (ShouldProcess(Parent is null ? name : $"{name} in {Parent}", "Make folder"))
            {
                RunInSession(
                    async (session, output, token) => await output.WriteAsync(
                        await OutlookClient.Shared.NewFolderAsync(session, name, Parent, existingIsFine, token).ConfigureAwait(false)).ConfigureAwait(false),
                    name);
            }
        }
    }
}
