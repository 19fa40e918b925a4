using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The right to send as a shared mailbox: a mail from it to itself, since Exchange refuses only after the body.</summary>
internal static class SendAsProof
{
    public static async Task RunAsync(OutlookPermissionResult row, LiveSession session, PermissionContext context, bool sendTestMail, CancellationToken cancellationToken)
    {
        if (!sendTestMail)
        {
            row.NotTested("Only a mail that is really sent proves it.", "Run Test-OutlookAppPermissions -SendTestMail: it sends one mail from the mailbox to itself.");
            row.Cause = row.Evidence;
            row.WhoCanFix = OutlookFixer.Caller;
            row.Command = "Test-OutlookAppPermissions -SendTestMail";
            return;
        }

        try
        {
            var sent = await TestMail.SendAsync(session, cancellationToken);
            row.Passed($"A test mail from {sent.From} to itself was taken: {sent.Reply}");
        }
        catch (OutlookMailException refused)
        {
            row.Refused(refused, context);
        }
    }
}
