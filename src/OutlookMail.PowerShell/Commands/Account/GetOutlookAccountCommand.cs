using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs the sign-ins that are kept for this user on this machine.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAccount")]
[OutputType(typeof(OutlookAccount))]
public sealed class GetOutlookAccountCommand : OutlookCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Account { get; set; } = "*";

    protected override void ProcessRecord()
    {
        var pattern = new WildcardPattern(Account, WildcardOptions.IgnoreCase);
        Run(async (output, token) =>
        {
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
