using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Follows each permission from the request through the token to the wire.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OutlookAppPermissions", SupportsShouldProcess = true)]
[Alias("Test-OutlookAppPermission")]
[OutputType(typeof(OutlookPermissionResult), typeof(bool))]
public sealed class TestOutlookAppPermissionsCommand : OutlookSessionCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    public string[]? Permission { get; set; }

    [Parameter]
    public SwitchParameter SendTestMail { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        bool quiet = Quiet;
        bool sendTestMail = SendTestMail && ShouldProcess(Session?.Mailbox ?? "the mailbox", "Send one test mail to itself");
        RunInSession(async (session, output, token) =>
        {
            var request = new PermissionTestRequest { SendTestMail = sendTestMail };
            if (Permission is not null)
            {
                request.Permissions = Permission;
            }

            if (!quiet)
            {
                await output.WriteAllAsync(OutlookClient.Shared.TestPermissionsAsync(session, request, token), token).ConfigureAwait(false);
                return;
            }

            // NotTested is no kind of Passed.
            bool passed = true;
            await foreach (OutlookPermissionResult row in OutlookClient.Shared.TestPermissionsAsync(session, request, token).ConfigureAwait(false))
            {
                passed &= row.Status == OutlookPermissionStatus.Passed;
            }

            await output.WriteAsync(passed).ConfigureAwait(false);
        });
    }
}
