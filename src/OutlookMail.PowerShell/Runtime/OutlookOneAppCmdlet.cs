using System.Management.Automation;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What every cmdlet shares that works on one app registration, known by its name or its client id.</summary>
public abstract class OutlookOneAppCmdlet : OutlookGraphCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string ClientIdSet = "ClientId";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ClientIdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }
}
