using System;
using System.Management.Automation;
using System.Security;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Keeps the id, and the secret if there is one, of an app that was made elsewhere.</summary>
[Cmdlet(VerbsCommon.Set, "OutlookAppCredential", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookAppCredential))]
public sealed class SetOutlookAppCredentialCommand : OutlookAppCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    [Parameter]
    public DateTimeOffset SecretEndsOn { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (!ShouldProcess(ClientId!, "Keep the app's credential"))
        {
            return;
        }

        bool passThru = PassThru;
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        DateTimeOffset? endsOn = MyInvocation.BoundParameters.ContainsKey(nameof(SecretEndsOn)) ? SecretEndsOn : null;
        Run(
            async (output, token) =>
            {
                var what = new CredentialRequest { ClientId = ClientId!, Tenant = Tenant, Name = Name, Secret = ClientSecret, EndsOn = endsOn, MakeDefault = !NoDefault };
                OutlookAppCredential kept = await OutlookAppClient.Shared.SetCredentialAsync(LocalRequest(sandbox), what, token).ConfigureAwait(false);
                if (passThru)
                {
                    await output.WriteAsync(kept).ConfigureAwait(false);
                }
            },
            ClientId);
    }
}
