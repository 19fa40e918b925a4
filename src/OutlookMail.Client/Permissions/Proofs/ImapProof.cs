using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>IMAP.AccessAsUser.All: a sign-in on a connection of its own, and INBOX opened for reading.</summary>
internal static class ImapProof
{
    public static async Task RunAsync(OutlookPermissionResult row, LiveSession session, CancellationToken cancellationToken)
    {
        var imap = await session.OpenImapAsync(cancellationToken);
        try
        {
            var inbox = await imap.SelectAsync("INBOX", readOnly: true, cancellationToken);
            row.Passed(FormattableString.Invariant($"{session.Plan.Imap} signed in {MailSignIn.ImapUser(session)} and opened INBOX ({inbox.Exists} messages)."));
            await imap.LogoutAsync(cancellationToken);
        }
        catch (Exception e) when (e is not (OutlookMailException or OperationCanceledException))
        {
            throw ImapErrorMapper.Map(e, session, "INBOX");
        }
        finally
        {
            await imap.DisposeAsync();
        }
    }
}
