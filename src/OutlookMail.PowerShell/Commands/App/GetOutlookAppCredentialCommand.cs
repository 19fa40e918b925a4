using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists the apps that are kept here, and when their secrets end; or the named profiles.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAppCredential", DefaultParameterSetName = AppSet)]
[OutputType(typeof(OutlookAppCredential), typeof(OutlookProfile))]
public sealed class GetOutlookAppCredentialCommand : OutlookAppCmdlet
{
    private const string AppSet = "App";
    private const string ProfileSet = "Profile";

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = AppSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    protected override void ProcessRecord()
    {
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        if (Profile is not null)
        {
            ListProfiles(sandbox, new WildcardPattern(Profile, WildcardOptions.IgnoreCase));
            return;
        }

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

    private void ListProfiles(OutlookSandboxInfo? sandbox, WildcardPattern names) => Run(
        async (output, token) =>
        {
            foreach (OutlookProfile kept in await OutlookClient.Shared.GetProfilesAsync(sandbox, storeFolder: null, token).ConfigureAwait(false))
            {
                if (names.IsMatch(kept.Profile))
                {
                    await output.WriteAsync(kept).ConfigureAwait(false);
                }
            }
        },
        Profile);
}
