using System;
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
    /// <param name="contexts">One for each sign-in; what is said of the app and the mailbox is said as the first sees it.</param>
    /// <param name="request">What is to be proved.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<OutlookPermissionResult> TestAsync(
        IReadOnlyList<PermissionContext> contexts,
        PermissionTestRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = contexts[0];
        var trials = new List<PermissionTrial>();
        foreach (var context in contexts)
        {
            if (context.Failure is { } failure)
            {
                yield return NoSignIn(context, failure);
            }

            foreach (var permission in PermissionsOf(context, contexts, request))
            {
                var trial = await TryAsync(permission, context, request, cancellationToken);
                trial.Row.Requested = context == first || request.SignIn != OutlookAppSignIn.None;
                if (context == first)
                {
                    trials.Add(trial);
                }

                yield return trial.Row;
            }

            // Whoever names permissions asks about these alone.
            if (request.Permissions is null && context is { IsAppOnly: true, Session: { } app })
            {
                yield return await RenewAsync(app, context, cancellationToken);
            }
        }

        // The token's SMTP.Send never says whether Exchange lets this user send as a shared mailbox: it refuses that
        // only after the body (554 5.2.252), so only a mail that is really sent can prove it.
        if (first is { IsShared: true, Session: { } session })
        {
            var row = new OutlookPermissionResult("SendAs " + session.Handle.Mailbox) { Requested = true, SignIn = first.SignIn };
            await SendAsProof.RunAsync(row, session, first, request.SendTestMail, cancellationToken);
            yield return row;
        }

        if (request.Permissions is not null)
        {
            yield break;
        }

        foreach (var row in MailboxSettings.Rows(first, trials).Concat(AppSettings.Rows(first)).Concat(TenantSettings.Rows(first, trials)))
        {
            row.Kind = OutlookPermissionRowKind.Setting;
            row.SignIn = first.SignIn;
            row.Proved = null;
            yield return row;
        }
    }

    // A role is asked of the app's own sign-in, and a scope of a person's; where there is no such sign-in, the first shows that it lacks it.
    private static IEnumerable<string> PermissionsOf(PermissionContext context, IReadOnlyList<PermissionContext> contexts, PermissionTestRequest request) =>
        request.Permissions?.Where(p => IsRole(p) == context.IsAppOnly || (context == contexts[0] && contexts.All(c => c.IsAppOnly != IsRole(p))))
        ?? (context.IsAppOnly ? PermissionTestRequest.AppOnlyPermissions : PermissionTestRequest.DefaultPermissions);

    private static bool IsRole(string permission) => PermissionTestRequest.AppOnlyPermissions.Contains(permission, StringComparer.OrdinalIgnoreCase);

    private static OutlookPermissionResult NoSignIn(PermissionContext context, OutlookMailException failure)
    {
        var row = new OutlookPermissionResult("sign-in") { Kind = OutlookPermissionRowKind.Setting, SignIn = context.SignIn };
        row.Refused(failure, context);
        row.Proved = null;

        // Nothing is wrong with a sign-in that waits for its person.
        if (failure.ErrorId is ErrorIds.NobodyToSignIn or ErrorIds.MailboxRequired)
        {
            row.Status = OutlookPermissionStatus.NotTested;
        }

        return row;
    }

    private static async Task<PermissionTrial> TryAsync(string permission, PermissionContext context, PermissionTestRequest request, CancellationToken cancellationToken)
    {
        var row = new OutlookPermissionResult(permission)
        {
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
            row.NotTested("Not tried: " + context.Failure!.Message);
            row.Take(ServerVerdict.Of(context.Failure, context));
        }

        // Entra grants nothing that is not consented to: where Graph cannot be read, the sign-in's own answer shows it.
        row.Consented ??= row.InToken == true ? true : null;
        row.Judge(context);
        row.Evidence += row.Proved == true ? context.Borrowed : "";
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
