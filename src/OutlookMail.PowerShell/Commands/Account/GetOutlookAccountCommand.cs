using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs the sign-ins that are kept for this user on this machine, or the sealed sessions that were made here.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAccount", DefaultParameterSetName = KeptSet)]
[OutputType(typeof(OutlookAccount), typeof(OutlookExportedSession))]
public sealed class GetOutlookAccountCommand : OutlookCmdlet
{
    private const string KeptSet = "Kept";
    private const string ExportedSet = "Exported";

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Account { get; set; } = "*";

    [Parameter(Mandatory = true, ParameterSetName = ExportedSet)]
    public SwitchParameter Exported { get; set; }

    protected override void ProcessRecord()
    {
        var pattern = new WildcardPattern(Account, WildcardOptions.IgnoreCase);
        bool exported = Exported;
        Run(async (output, token) =>
        {
            if (exported)
            {
                foreach (OutlookExportedSession one in await OutlookClient.Shared.GetExportedSessionsAsync(storeFolder: null, token).ConfigureAwait(false))
                {
                    if (pattern.IsMatch(one.Owner))
                    {
                        await output.WriteAsync(one).ConfigureAwait(false);
                    }
                }

                return;
            }

            foreach (OutlookAccount account in await OutlookClient.Shared.GetAccountsAsync(storeFolder: null, token).ConfigureAwait(false))
            {
                if (pattern.IsMatch(account.Account))
                {
                    await output.WriteAsync(account).ConfigureAwait(false);
                }
            }
        });
    }
}
