using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Follows each permission from what was asked for to what works. One row each, as soon as it is known.</summary>
internal static class PermissionService
{
    public static async IAsyncEnumerable<OutlookPermissionResult> TestAsync(
        LiveSession session,
        PermissionTestRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var permissions = request.Permissions
            ?? (session.Tokens.IsAppOnly ? PermissionTestRequest.AppOnlyPermissions : PermissionTestRequest.DefaultPermissions);
        foreach (var permission in permissions)
        {
            var row = new OutlookPermissionResult(permission)
            {
                Requested = true,
                InToken = TokenGrants.Has(session, permission),
            };
            await ProveAsync(row, session, request, cancellationToken);
            yield return row;
        }

        // The token's SMTP.Send never says whether Exchange lets this user send as a shared mailbox: it refuses that
        // only after the body (554 5.2.252), so only a mail that is really sent can prove it.
        if (session.Handle.Mailbox != MailSignIn.SmtpUser(session))
        {
            var row = new OutlookPermissionResult("SendAs " + session.Handle.Mailbox) { Requested = true };
            await SendAsProof.RunAsync(row, session, request.SendTestMail, cancellationToken);
            yield return row;
        }
    }

    private static async Task ProveAsync(OutlookPermissionResult row, LiveSession session, PermissionTestRequest request, CancellationToken cancellationToken)
    {
        try
        {
            switch (row.Permission)
            {
                case "email":
                    await EmailProof.RunAsync(row, session, cancellationToken);
                    break;
                case "offline_access":
                    await OfflineAccessProof.RunAsync(row, session, cancellationToken);
                    break;
                case "IMAP.AccessAsUser.All" or "IMAP.AccessAsApp":
                    await ImapProof.RunAsync(row, session, cancellationToken);
                    break;
                case "SMTP.Send" or "SMTP.SendAsApp":
                    await SmtpProof.RunAsync(row, session, request.SendTestMail, cancellationToken);
                    break;
                case "User.Read":
                    await UserReadProof.RunAsync(row, session, cancellationToken);
                    break;
                default:
                    row.NotTested($"There is no proof for {row.Permission}.");
                    break;
            }
        }
        catch (OutlookMailException refused)
        {
            row.Failed(refused.Message, refused.Fix);
        }
    }
}
