using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Follows each permission from the registration to the wire, then looks at what else mail depends on. One row each, as soon as it is known.</summary>
internal static class PermissionService
{
    public static async IAsyncEnumerable<OutlookPermissionResult> TestAsync(
        PermissionContext context,
        PermissionTestRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Failure is { } failure)
        {
            var row = new OutlookPermissionResult("sign-in") { Kind = OutlookPermissionRowKind.Setting, SignIn = context.SignIn };
            row.Refused(failure, context);
            row.Proved = null;
            yield return row;
        }

        var trials = new List<PermissionTrial>();
        var permissions = request.Permissions
            ?? (context.IsAppOnly ? PermissionTestRequest.AppOnlyPermissions : PermissionTestRequest.DefaultPermissions);
        foreach (var permission in permissions)
        {
            var trial = await TryAsync(permission, context, request, cancellationToken);
            trials.Add(trial);
            yield return trial.Row;
        }

        // The token's SMTP.Send never says whether Exchange lets this user send as a shared mailbox: it refuses that
        // only after the body (554 5.2.252), so only a mail that is really sent can prove it.
        if (context is { IsShared: true, Session: { } session })
        {
            var row = new OutlookPermissionResult("SendAs " + session.Handle.Mailbox) { Requested = true, SignIn = context.SignIn };
            await SendAsProof.RunAsync(row, session, context, request.SendTestMail, cancellationToken);
            yield return row;
        }

        // Whoever names permissions asks about these alone.
        if (request.Permissions is not null)
        {
            yield break;
        }

        if (context is { IsAppOnly: true, Session: { } app })
        {
            yield return await RenewAsync(app, context, cancellationToken);
        }

        foreach (var row in MailboxSettings.Rows(context, trials).Concat(AppSettings.Rows(context)).Concat(TenantSettings.Rows(context, trials)))
        {
            row.Kind = OutlookPermissionRowKind.Setting;
            row.SignIn = context.SignIn;
            row.Proved = null;
            yield return row;
        }
    }

    private static async Task<PermissionTrial> TryAsync(string permission, PermissionContext context, PermissionTestRequest request, CancellationToken cancellationToken)
    {
        var row = new OutlookPermissionResult(permission)
        {
            Requested = true,
            SignIn = context.SignIn,
            Declared = context.View.Declares(permission, context.IsAppOnly),
            Consented = context.IsAppOnly ? context.View.IsAssigned(permission) : context.View.IsConsented(permission, context.UserId),
        };
        OutlookMailException? refusal = null;
        if (context.Session is { } session)
        {
            row.InToken = TokenGrants.Has(session, permission);
            try
            {
                await ProveAsync(row, session, request, cancellationToken);
            }
            catch (OutlookMailException refused)
            {
                refusal = refused;
                row.Refused(refused, context);
            }
        }
        else
        {
            row.NotTested("Nobody could sign in, so it was not tried.");
            row.Take(ServerVerdict.Of(context.Failure!, context));
        }

        // Entra grants nothing that is not consented to: where Graph cannot be read, the sign-in's own answer shows it.
        row.Consented ??= row.InToken == true ? true : null;
        row.Judge(context);
        return new PermissionTrial(row, refusal);
    }

    private static async Task ProveAsync(OutlookPermissionResult row, LiveSession session, PermissionTestRequest request, CancellationToken cancellationToken)
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

    // A person's sign-in is renewed by the proof of offline_access; an app's own by its credential.
    private static async Task<OutlookPermissionResult> RenewAsync(LiveSession session, PermissionContext context, CancellationToken cancellationToken)
    {
        var row = new OutlookPermissionResult("sign-in") { Kind = OutlookPermissionRowKind.Setting, SignIn = context.SignIn };
        if (!session.Tokens.CanRenew)
        {
            row.NotTested("The session was made with an access token, and has nothing to sign in with.");
            row.Cause = row.Evidence;
            return row;
        }

        try
        {
            await session.Tokens.GetMailTokenAsync(forceRefresh: true, cancellationToken);
            row.Passed($"Entra takes the app's credential ({session.Handle.SignIn}).");
        }
        catch (OutlookMailException refused)
        {
            row.Refused(refused, context);
        }

        row.Proved = null;
        return row;
    }
}
