using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists an app's client secrets, without their values.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAppSecret", DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookAppSecret))]
public sealed class GetOutlookAppSecretCommand : OutlookOneAppCmdlet
{
    [Parameter]
    [ValidateRange(0, 730)]
    public int ExpiringWithin { get; set; }

    protected override void ProcessRecord()
    {
        int? within = MyInvocation.BoundParameters.ContainsKey(nameof(ExpiringWithin)) ? ExpiringWithin : null;
        RunAtGraph(
            "Get-OutlookAppSecret",
            async (where, events, output, token) =>
            {
                foreach (OutlookAppSecret secret in await OutlookAppClient.Shared.GetSecretsAsync(where, ClientId, Name, events, token).ConfigureAwait(false))
                {
                    if (within is null || secret.DaysLeft <= within)
                    {
                        await output.WriteAsync(secret).ConfigureAwait(false);
                    }
                }
            },
            Name ?? ClientId);
    }
}
