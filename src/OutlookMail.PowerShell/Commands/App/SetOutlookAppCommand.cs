using System;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Adds to an app registration that is there: sign-ins, permissions, addresses, owners.</summary>
[Cmdlet(VerbsCommon.Set, "OutlookApp", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookApp))]
public sealed class SetOutlookAppCommand : OutlookOneAppCmdlet
{
    [Parameter(ParameterSetName = ClientIdSet)]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public OutlookAppSignIn[]? SignIn { get; set; }

    [Parameter]
    public OutlookAppAudience Audience { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RedirectUri { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    public string[]? Permission { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RemovePermission { get; set; }

    [Parameter]
    public OutlookAppConsent Consent { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Owner { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        string target = Name ?? ClientId!;
        AppWork? work = null;
        RunAtGraph(
            "Set-OutlookApp",
            async (where, events, _, token) => work = await OutlookAppClient.Shared.PrepareAsync(where, Request(), events, token).ConfigureAwait(false),
            target);
        if (work is null)
        {
            return;
        }

        using (work)
        {
            if (!work.Lines.Select(line => ShouldProcess(work.Name, line)).ToArray().All(yes => yes))
            {
                return;
            }

            bool passThru = PassThru;
            Run(
                async (output, token) =>
                {
                    OutlookApp app = await work.ApplyAsync(token).ConfigureAwait(false);
                    if (passThru)
                    {
                        await output.WriteAsync(app).ConfigureAwait(false);
                    }
                },
                target);
        }
    }

    private RegisterAppRequest Request() => new()
    {
        Name = Name ?? NewName,
        ClientId = ClientId,
        MustExist = true,
        SignIn = AppSignIns.Join(SignIn, OutlookAppSignIn.None),
        Audience = MyInvocation.BoundParameters.ContainsKey(nameof(Audience)) ? Audience : null,
        RedirectUris = RedirectUri ?? Array.Empty<string>(),
        Permissions = Permission,
        Consent = MyInvocation.BoundParameters.ContainsKey(nameof(Consent)) ? Consent : OutlookAppConsent.None,
        RemovePermissions = RemovePermission ?? Array.Empty<string>(),
        Owners = Owner ?? Array.Empty<string>(),
        NoSecret = true,
        MakeDefault = false,
    };
}
