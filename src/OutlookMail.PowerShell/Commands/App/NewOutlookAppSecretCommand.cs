using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Makes a client secret, proves it by a sign-in and keeps it in the store.</summary>
[Cmdlet(VerbsCommon.New, "OutlookAppSecret", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookAppSecret))]
public sealed class NewOutlookAppSecretCommand : OutlookOneAppCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string SecretName { get; set; } = "OutlookMail";

    [Parameter]
    [ValidateRange(1, 730)]
    public int Lifetime { get; set; } = 180;

    protected override void ProcessRecord()
    {
        string target = Name ?? ClientId!;
        if (!ShouldProcess(target, $"Create a client secret for {Lifetime} days"))
        {
            return;
        }

        RunAtGraph(
            "New-OutlookAppSecret",
            async (where, events, output, token) => await output.WriteAsync(
                await OutlookAppClient.Shared.RotateSecretAsync(where, Request(), events, token).ConfigureAwait(false)).ConfigureAwait(false),
            target);
    }

    private SecretRequest Request() => new() { ClientId = ClientId, Name = Name, SecretName = SecretName, Lifetime = TimeSpan.FromDays(Lifetime) };
}
