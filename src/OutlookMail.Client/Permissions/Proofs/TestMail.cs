using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The one mail that a permission test may send: from the mailbox to itself.</summary>
internal static class TestMail
{
    public static Task<OutlookSendResult> SendAsync(LiveSession session, CancellationToken cancellationToken) =>
        SubmissionService.SendAsync(
            session,
            new MailDraft
            {
                To = new[] { session.Handle.Mailbox },
                Subject = "Test-OutlookAppPermissions",
                Text = "This mail proves that the app may send as this mailbox. It can be deleted.",
            },
            cancellationToken);
}
