using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists an app's client secrets, without their values.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAppSecret", DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookAppSecret))]
public sealed class GetOutlookAppSecretCommand : OutlookGraphCmdlet
{
    private const string NameSet = "Name";
    private const string ClientIdSet = "ClientId";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ClientIdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

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
