using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>The pages on which an administrator consents for the whole tenant.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAdminConsentUrl")]
[OutputType(typeof(OutlookConsentUrl))]
public sealed class GetOutlookAdminConsentUrlCommand : OutlookAppCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter]
    public SwitchParameter AppOnly { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RedirectUri { get; set; }

    protected override void ProcessRecord()
    {
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        bool appOnly = AppOnly;
        Run(
            async (output, token) =>
            {
                foreach (OutlookConsentUrl url in await OutlookAppClient.Shared.GetConsentUrlsAsync(LocalRequest(sandbox), ClientId, RedirectUri, appOnly, token).ConfigureAwait(false))
                {
                    await output.WriteAsync(url).ConfigureAwait(false);
                }
            },
            ClientId);
    }
}
