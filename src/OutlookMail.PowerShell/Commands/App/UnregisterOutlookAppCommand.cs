using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Deletes an app registration and what is kept of it here.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "OutlookApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(void))]
public sealed class UnregisterOutlookAppCommand : OutlookOneAppCmdlet
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string target = Name ?? ClientId!;
        if (Force && !MyInvocation.BoundParameters.ContainsKey("WhatIf") || ShouldProcess(target, "Delete the app registration; nobody can sign in with it any more"))
        {
            RunAtGraph("Unregister-OutlookApp", (where, events, _, token) => OutlookAppClient.Shared.RemoveAppAsync(where, ClientId, Name, events, token), target);
        }
    }
}
