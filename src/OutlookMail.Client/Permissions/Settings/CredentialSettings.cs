using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What the app proves itself with, and how long that lasts.</summary>
internal static class CredentialSettings
{
    // The first of the warnings that Connect-OutlookMailbox gives.
    private const int DaysToWarn = 30;

    public static IEnumerable<OutlookPermissionResult> Rows(GraphApplication app, PermissionContext context)
    {
        var confidential = AppSettings.Serves(context, OutlookAppSignIn.Web) || AppSettings.Serves(context, OutlookAppSignIn.AppOnly);
        var secrets = app.PasswordCredentials ?? new List<GraphPassword>();
        var keys = app.KeyCredentials ?? new List<GraphKey>();
        if (keys.Count > 0 || context.Kept?.Certificate is not null)
        {
            yield return Certificate(keys, context);
        }

        yield return Secret(secrets, context, confidential && keys.Count == 0 && context.Kept is { IsFederated: false });
    }

    private static OutlookPermissionResult Secret(List<GraphPassword> secrets, PermissionContext context, bool isNeeded)
    {
        var row = new OutlookPermissionResult("client secret");
        var commands = new FixCommands(context);
        var kept = context.Kept?.Secret;
        var renew = isNeeded && context.Session is not null ? FixCommands.Lines(commands.RotateSecret, commands.Reconnect) : commands.RotateSecret;
        if (kept is null && isNeeded)
        {
            row.Fails(secrets.Count == 0 ? "The app has no secret." : Listed(secrets), "This user keeps no secret of the app.", OutlookFixer.AppOwner, "Make one; it is kept here.", renew);
        }
        else if (kept?.EndsOn is { } end && end <= context.Now)
        {
            row.Fails($"The kept secret ended on {Day(end)}.", "The client secret has expired (AADSTS7000222).", OutlookFixer.AppOwner, "Make a new one.", renew);
        }
        else if (kept?.KeyId is { } id && !secrets.Any(s => Same(s.KeyId, id)))
        {
            row.Fails("Entra no longer has the kept secret " + id + ".", "The client secret was removed at Entra (AADSTS7000215).", OutlookFixer.AppOwner, "Make a new one.", renew);
        }
        else if (kept?.EndsOn is { } soon && AppView.DaysLeft(soon, context.Now) <= DaysToWarn)
        {
            row.Warns($"The kept secret ends on {Day(soon)}.", "The client secret ends soon.", OutlookFixer.AppOwner, "Make a new one in time.", renew);
        }
        else if (secrets.FirstOrDefault(s => s.EndDateTime <= context.Now) is { KeyId: { } ended } left)
        {
            row.Warns($"{left} has ended.", "A secret that has ended is still listed.", OutlookFixer.AppOwner, "Remove it.", commands.RemoveSecret(ended));
        }
        else
        {
            row.Passed(Listed(secrets));
        }

        return row;
    }

    private static OutlookPermissionResult Certificate(List<GraphKey> keys, PermissionContext context)
    {
        var row = new OutlookPermissionResult("certificate");
        var commands = new FixCommands(context);
        var kept = context.Kept?.Certificate;
        var renew = context.IsAppOnly && context.Session is not null ? FixCommands.Lines(commands.RotateCertificate, commands.Reconnect) : commands.RotateCertificate;
        var end = kept?.EndsOn ?? keys.Select(k => k.EndDateTime).OrderByDescending(e => e).FirstOrDefault();
        if (kept?.KeyId is { } id && !keys.Any(k => Same(k.KeyId, id)))
        {
            row.Fails("Entra no longer has the kept certificate " + kept.Thumbprint + ".", "The certificate was removed at Entra (AADSTS700027).", OutlookFixer.AppOwner, "Make a new one.", renew);
        }
        else if (end <= context.Now)
        {
            row.Fails($"The certificate ended on {Day(end.Value)}.", "The certificate has expired.", OutlookFixer.AppOwner, "Make a new one.", renew);
        }
        else if (end is { } soon && AppView.DaysLeft(soon, context.Now) <= DaysToWarn)
        {
            row.Warns($"The certificate ends on {Day(soon)}.", "The certificate ends soon.", OutlookFixer.AppOwner, "Make a new one in time.", renew);
        }
        else
        {
            row.Passed(string.Join("; ", keys.Select(k => $"{k.DisplayName ?? k.KeyId} until {(k.EndDateTime is { } e ? Day(e) : "an unknown day")}")) + ".");
        }

        return row;
    }

    private static string Listed(List<GraphPassword> secrets) => secrets.Count == 0
        ? "The app has no secret, and needs none."
        : string.Join("; ", secrets.Select(s => $"{s.DisplayName ?? s.KeyId} until {(s.EndDateTime is { } e ? Day(e) : "an unknown day")}")) + ".";

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
