using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists the apps that are kept here, and when their secrets end.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAppCredential")]
[OutputType(typeof(OutlookAppCredential))]
public sealed class GetOutlookAppCredentialCommand : OutlookAppCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    protected override void ProcessRecord()
    {
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        Run(
            async (output, token) =>
            {
                foreach (OutlookAppCredential kept in await OutlookAppClient.Shared.GetCredentialsAsync(LocalRequest(sandbox), ClientId, token).ConfigureAwait(false))
                {
                    await output.WriteAsync(kept).ConfigureAwait(false);
                }
            },
            ClientId);
    }
}
