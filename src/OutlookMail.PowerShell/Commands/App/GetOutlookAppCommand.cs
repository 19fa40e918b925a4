using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Reads app registrations of the tenant.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookApp", DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookApp))]
public sealed class GetOutlookAppCommand : OutlookGraphCmdlet
{
    private const string NameSet = "Name";
    private const string ClientIdSet = "ClientId";

    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ClientIdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    protected override void ProcessRecord() => RunAtGraph(
        "Get-OutlookApp",
        async (where, events, output, token) =>
        {
            foreach (OutlookApp app in await OutlookAppClient.Shared.GetAppsAsync(where, ClientId, Name, events, token).ConfigureAwait(false))
            {
                await output.WriteAsync(app).ConfigureAwait(false);
            }
        },
        Name ?? ClientId);
}
