using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Removes a kept sign-in and its tokens from this machine, or calls a sealed session back.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookAccount", SupportsShouldProcess = true, DefaultParameterSetName = KeptSet)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookAccountCommand : OutlookCmdlet
{
    private const string KeptSet = "Kept";
    private const string ExportedSet = "Exported";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = KeptSet)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeptSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ExportedSet)]
    public Guid ExportId { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == ExportedSet)
        {
            if (ShouldProcess(ExportId.ToString(), "Call the sealed session back"))
            {
                Run((_, token) => OutlookClient.Shared.RevokeExportedSessionAsync(ExportId, storeFolder: null, token), ExportId);
            }

            return;
        }

        string target = ClientId is null ? Account! : $"{Account} (app {ClientId})";
        if (!ShouldProcess(target, "Remove the kept sign-in"))
        {
            return;
        }

        Run((_, token) => OutlookClient.Shared.RemoveAccountAsync(Account!, ClientId, storeFolder: null, token), Account);
    }
}
