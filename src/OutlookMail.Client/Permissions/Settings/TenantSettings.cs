using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The tenant's policies that stand between a person and a mail sign-in.</summary>
internal static class TenantSettings
{
    private const string ConsentPages = "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/ConsentPoliciesMenuBlade/~/UserSettings";

    public static IEnumerable<OutlookPermissionResult> Rows(PermissionContext context, IReadOnlyList<PermissionTrial> trials)
    {
        if (context.Plan.Cloud.Graph is null || context.IsAppOnly || context.SignIn == "AccessToken")
        {
            yield break;
        }

        yield return Consent(context, trials);
        if (context.SignIn == nameof(OutlookAppSignIn.DeviceCode) || (context.Meant & OutlookAppSignIn.DeviceCode) != 0)
        {
            yield return DeviceCode(context, trials);
        }
    }

    private static OutlookPermissionResult Consent(PermissionContext context, IReadOnlyList<PermissionTrial> trials)
    {
        var row = new OutlookPermissionResult("user consent policy");
        var everybody = context.View.Grants?.Any(g => g.ConsentType == GraphGrant.Everybody) == true;
        var settled = context.Session is not null && trials.All(t => t.Row.Consented != false);
        if (context.View.UsersMayConsent == true)
        {
            row.Passed("People of the tenant may consent for themselves.");
        }
        else if (context.View.UsersMayConsent == false && !everybody)
        {
            var needed = trials.Select(t => t.Row.Permission).ToArray();
            var commands = new FixCommands(context);
            var evidence = "The tenant lets nobody consent for himself, and no administrator has consented to this app for everybody.";
            if (settled)
            {
                row.Warns(evidence, "Nobody else can sign in to this app.", OutlookFixer.TenantAdministrator, "Consent for the tenant.", commands.ConsentForTenant(needed), ConsentPages);
            }
            else
            {
                row.Fails(evidence, "Only an administrator may consent to this app.", OutlookFixer.TenantAdministrator, "Consent for the tenant.", commands.ConsentForTenant(needed), ConsentPages);
            }
        }
        else if (context.View.UsersMayConsent == false || settled)
        {
            row.Passed("Not in the way: what the app asks for is consented to" + Unseen(context, RegistrationViewReader.ConsentPolicy));
        }
        else
        {
            row.NotTested("Not seen" + Unseen(context, RegistrationViewReader.ConsentPolicy));
            row.Cause = row.Evidence;
        }

        return row;
    }

    private static OutlookPermissionResult DeviceCode(PermissionContext context, IReadOnlyList<PermissionTrial> trials)
    {
        var row = new OutlookPermissionResult("Conditional Access");
        var renewed = trials.FirstOrDefault(t => t.Row.Permission == "offline_access");
        var blocked = new[] { context.Failure, renewed?.Refused }.FirstOrDefault(e => e?.ErrorId == ErrorIds.DeviceCodeBlocked);
        if (blocked is not null)
        {
            row.Refused(blocked, context);
        }
        else if (context.View.PoliciesAgainstDeviceCode is { Count: > 0 } policies)
        {
            row.Warns(
                "Stops device codes: " + string.Join(", ", policies) + ".",
                "A policy of the tenant stops device codes; it has not stopped this account so far.",
                OutlookFixer.TenantAdministrator,
                "Sign in in the browser instead, or have the app taken out of the policy.",
                new FixCommands(context).Serve(OutlookAppSignIn.Interactive),
                "https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies");
        }
        else if (context.View.PoliciesAgainstDeviceCode is not null)
        {
            row.Passed("No policy of the tenant stops device codes.");
        }
        else if (renewed?.Works == true)
        {
            row.Passed("Not in the way: the sign-in was renewed" + Unseen(context, RegistrationViewReader.AccessPolicies));
        }
        else
        {
            row.NotTested("Not seen" + Unseen(context, RegistrationViewReader.AccessPolicies));
            row.Cause = row.Evidence;
        }

        return row;
    }

    private static string Unseen(PermissionContext context, string what) =>
        context.View.Unseen.TryGetValue(what, out var why) ? $" ({what} could not be read: {why})." : ".";
}
