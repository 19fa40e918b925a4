using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Rotates the stored client secret: a new one is made, proved and stored, then the old one is retired.</summary>
[Cmdlet(VerbsData.Update, "OutlookAppSecret", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookAppSecret))]
public sealed class UpdateOutlookAppSecretCommand : OutlookOneAppCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string SecretName { get; set; } = "OutlookMail";

    [Parameter]
    [ValidateRange(1, 730)]
    public int Lifetime { get; set; } = 180;

    [Parameter]
    [ValidateRange(0, 365)]
    public int Overlap { get; set; } = 7;

    [Parameter]
    public SwitchParameter RetireOnly { get; set; }

    protected override void ProcessRecord()
    {
        string target = Name ?? ClientId!;
        if (RetireOnly)
        {
            if (ShouldProcess(target, "Remove replaced client secrets whose overlap is over"))
            {
                RunAtGraph(
                    "Update-OutlookAppSecret",
                    async (where, events, output, token) =>
                    {
                        foreach (string keyId in await OutlookAppClient.Shared.RetireSecretsAsync(where, Request(), events, token).ConfigureAwait(false))
                        {
                            output.Verbose($"Removed the secret {keyId}.");
                        }
                    },
                    target);
            }
        }
        else if (ShouldProcess(target, $"Create a client secret for {Lifetime} days, prove and store it, and remove the stored one in {Overlap} days"))
        {
            RunAtGraph(
                "Update-OutlookAppSecret",
                async (where, events, output, token) => await output.WriteAsync(
                    await OutlookAppClient.Shared.RotateSecretAsync(where, Request(), events, token).ConfigureAwait(false)).ConfigureAwait(false),
                target);
        }
    }

    private SecretRequest Request() => new()
    {
        ClientId = ClientId,
        Name = Name,
        SecretName = SecretName,
        Lifetime = TimeSpan.FromDays(Lifetime),
        Overlap = TimeSpan.FromDays(Overlap),
    };
}
