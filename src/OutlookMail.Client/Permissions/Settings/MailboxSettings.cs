using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The mailbox's own switches and rights, as the proofs met them, and the age of the kept sign-in.</summary>
internal static class MailboxSettings
{
    // A refresh token ends 90 days after its last use (facts 2.5); the proof of offline_access has just used it.
    private static readonly TimeSpan RefreshTokenLife = TimeSpan.FromDays(90);

    public static IEnumerable<OutlookPermissionResult> Rows(PermissionContext context, IReadOnlyList<PermissionTrial> trials)
    {
        if (trials.FirstOrDefault(t => t.Row.Permission == "offline_access") is { } offline && context.Session?.SignIn is not null)
        {
            yield return KeptSignIn(offline, context);
        }

        if (trials.FirstOrDefault(t => t.IsSmtp) is { } smtp)
        {
            yield return SmtpAuth(smtp, context);
        }

        if ((context.IsShared || context.IsAppOnly) && trials.FirstOrDefault(t => t.IsImap) is { } imap)
        {
            yield return FullAccess(imap, context);
        }
    }

    private static OutlookPermissionResult KeptSignIn(PermissionTrial offline, PermissionContext context)
    {
        var row = new OutlookPermissionResult("kept sign-in");
        if (offline.Works)
        {
            row.Passed("Renewed just now; without use it would end on " + (context.Now + RefreshTokenLife).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".");
        }
        else if (offline.Refused is { } refused)
        {
            row.Refused(refused, context);
        }
        else
        {
            row.NotTested(offline.Row.Evidence);
            row.Cause = row.Evidence;
        }

        return row;
    }

    private static OutlookPermissionResult SmtpAuth(PermissionTrial smtp, PermissionContext context)
    {
        var row = new OutlookPermissionResult("SMTP AUTH");
        if (smtp.Works)
        {
            row.Passed("On for this mailbox: SMTP took a sign-in.");
        }
        else if (smtp.Refused is { ErrorId: ErrorIds.SmtpAuthDisabled } refused)
        {
            row.Refused(refused, context);
        }
        else
        {
            row.NotTested("The sign-in to SMTP did not get so far that its switch shows.");
            row.Cause = row.Evidence;
            row.WhoCanFix = smtp.Row.WhoCanFix;
            row.Fix = $"Put {smtp.Row.Permission} right first.";
        }

        return row;
    }

    private static OutlookPermissionResult FullAccess(PermissionTrial imap, PermissionContext context)
    {
        var row = new OutlookPermissionResult("Full Access to " + context.Mailbox);
        if (imap.Works)
        {
            row.Passed("INBOX was opened.");
        }
        else if (imap.Row.InToken != false && imap.Refused is { ErrorId: ErrorIds.AuthenticatedNotConnected or ErrorIds.AuthenticationRejected } refused)
        {
            row.Refused(refused, context);
        }
        else
        {
            row.NotTested("The sign-in to IMAP did not get so far that the right shows.");
            row.Cause = row.Evidence;
            row.WhoCanFix = imap.Row.WhoCanFix;
            row.Fix = $"Put {imap.Row.Permission} right first.";
        }

        return row;
    }
}
