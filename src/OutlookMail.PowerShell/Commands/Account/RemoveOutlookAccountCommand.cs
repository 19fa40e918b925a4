using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Removes a kept sign-in and its tokens from this machine.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookAccount", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookAccountCommand : OutlookCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    protected override void ProcessRecord()
    {
        string target = ClientId is null ? Account! : $"{Account} (app {ClientId})";
        if (!ShouldProcess(target, "Remove the kept sign-in"))
        {
            return;
        }

        Run((_, token) => OutlookClient.Shared.RemoveAccountAsync(Account!, ClientId, storeFolder: null, token), Account);
    }
}
