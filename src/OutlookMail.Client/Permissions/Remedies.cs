using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Who and what puts a missing link of the chain right, for people's sign-ins and for an app's own.</summary>
internal static class Remedies
{
    public static void Fill(OutlookPermissionResult row, PermissionRemedy remedy, PermissionContext context)
    {
        var commands = new FixCommands(context);
        var name = row.Permission;
        var needsAdministrator = context.IsAppOnly || context.View.UsersMayConsent == false;
        switch (remedy)
        {
            case PermissionRemedy.DeclareOnly:
                row.WhoCanFix = OutlookFixer.AppOwner;
                row.Fix = $"Add {name} to the app registration.";
                row.Command = commands.Declare(name);
                break;
            case PermissionRemedy.DeclareAndConsent when needsAdministrator:
                row.WhoCanFix = OutlookFixer.TenantAdministrator;
                row.Fix = $"Add {name} to the app registration, consent to it for the tenant, and sign in again.";
                row.Command = FixCommands.Lines(commands.ConsentForTenant(name), commands.SignInAnew);
                break;
            case PermissionRemedy.DeclareAndConsent or PermissionRemedy.Consent when !needsAdministrator && IsOfGraph(name) && !HasBrowser(context):
                row.WhoCanFix = remedy == PermissionRemedy.Consent ? OutlookFixer.User : OutlookFixer.AppOwner;
                row.Fix = $"A device code asks for one resource at a time, so that {name} is not on its page: have whoever manages the app consent with the command as the person who signs in, or for the tenant with -Consent Tenant; then sign in again.";
                row.Command = FixCommands.Lines(commands.ConsentForUser(name), commands.SignInAnew);
                break;
            case PermissionRemedy.DeclareAndConsent:
                row.WhoCanFix = OutlookFixer.AppOwner;
                row.Fix = $"Add {name} to the app registration, then sign in again and accept it.";
                row.Command = FixCommands.Lines(commands.Declare(name), commands.SignInAnew);
                break;
            case PermissionRemedy.Consent when needsAdministrator:
                row.WhoCanFix = OutlookFixer.TenantAdministrator;
                row.Fix = $"Consent to {name} for the tenant, and sign in again; {commands.AdminConsentUrl} names the page for it.";
                row.Command = FixCommands.Lines(commands.ConsentForTenant(name), commands.SignInAnew);
                break;
            case PermissionRemedy.Consent:
                row.WhoCanFix = OutlookFixer.User;
                row.Fix = $"Sign in again and accept {name} on the page.";
                row.Command = commands.SignInAnew;
                break;
            default:
                row.WhoCanFix = OutlookFixer.Caller;
                row.Fix = "Sign in again: the new token takes the consent in.";
                row.Command = commands.Reconnect;
                break;
        }
    }

    // Mail permissions are asked of Exchange Online, and OpenID Connect's words of nobody.
    private static bool IsOfGraph(string permission) =>
        !Identity.MailScopes.IsOidc(permission) && permission is not (Identity.MailScopes.Imap or Identity.MailScopes.Smtp);

    // The browser's page can ask for a second resource as well, and does.
    private static bool HasBrowser(PermissionContext context) => context.SignIn == nameof(OutlookAppSignIn.Interactive);
}
