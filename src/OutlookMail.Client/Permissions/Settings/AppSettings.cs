using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The registration's own settings: who may sign in, how, with what, and what is more than mail needs.</summary>
internal static class AppSettings
{
    // The tenant of all personal Microsoft accounts (facts 2.6).
    private const string PersonalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";

    public static IEnumerable<OutlookPermissionResult> Rows(PermissionContext context)
    {
        if (context.View.Application is not { } app)
        {
            if (context.Plan.Cloud.Graph is not null)
            {
                yield return Registration(context);
            }

            yield break;
        }

        yield return Audience(app, context);
        if (Serves(context, OutlookAppSignIn.DeviceCode))
        {
            yield return PublicClient(app, context);
        }

        if (Serves(context, OutlookAppSignIn.Interactive) || Serves(context, OutlookAppSignIn.Web))
        {
            yield return Redirects(app, context);
        }

        foreach (var row in CredentialSettings.Rows(app, context))
        {
            yield return row;
        }

        yield return LeastPrivilege(context);
    }

    internal static bool Serves(PermissionContext context, OutlookAppSignIn signIn) =>
        (context.Meant & signIn) != 0 || context.SignIn == signIn.ToString();

    private static OutlookPermissionResult Registration(PermissionContext context)
    {
        var row = new OutlookPermissionResult("app registration");
        if (context.View.IsMissing)
        {
            row.Fails(
                $"The tenant has no app registration with the client id {context.ClientId}.",
                "The app was deleted, or belongs to another tenant.",
                OutlookFixer.AppOwner,
                "Register the app again, and connect with the new one; a deleted one can be restored for 30 days.",
                FixCommands.Lines($"Register-OutlookApp -Name {ExchangeCommands.Quote(context.Kept?.Name ?? "Outlook mail")} -SignIn {(context.Meant == OutlookAppSignIn.None ? OutlookAppSignIn.DeviceCode : context.Meant)}", "Connect-OutlookMailbox"),
                "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade");
            return row;
        }

        var why = context.View.Unseen.TryGetValue(RegistrationViewReader.Registration, out var reason) ? reason : "there is no app to look at";
        row.NotTested($"Not seen: account types, public client flows, redirect addresses, secrets, certificates, consents, permissions beyond need; {why}.");
        row.Cause = "Microsoft Graph could not be read with the rights at hand.";
        row.WhoCanFix = OutlookFixer.AppOwner;
        row.Fix = "Run it as somebody who may read app registrations; the rows above stand without that.";
        row.Command = "Get-OutlookApp" + (context.ClientId is null ? "" : " -ClientId " + ExchangeCommands.Word(context.ClientId));
        return row;
    }

    private static OutlookPermissionResult Audience(GraphApplication app, PermissionContext context)
    {
        var row = new OutlookPermissionResult("supported account types");
        var audience = AppPlanner.AudienceOf(app);
        var tenant = context.Session?.Tokens.LastAnswer?.TenantId ?? context.Plan.Tenant;
        var personal = string.Equals(tenant, PersonalTenant, StringComparison.OrdinalIgnoreCase) || string.Equals(tenant, "consumers", StringComparison.OrdinalIgnoreCase);
        var commands = new FixCommands(context);
        var said = $"The app is for {audience}";
        if (context.IsAppOnly && audience == OutlookAppAudience.PersonalMicrosoftAccount)
        {
            row.Fails(said + ".", "An app for personal accounts alone has no sign-in of its own.", OutlookFixer.AppOwner, "Change the supported account types.", commands.ChangeAudience(OutlookAppAudience.AzureADandPersonalMicrosoftAccount));
        }
        else if (personal && audience is OutlookAppAudience.AzureADMyOrg or OutlookAppAudience.AzureADMultipleOrgs)
        {
            row.Fails(said + ", and the sign-in is a personal account's.", "Personal accounts may not use the app.", OutlookFixer.AppOwner, "Change the supported account types, or sign in with a work account.", commands.ChangeAudience(OutlookAppAudience.AzureADandPersonalMicrosoftAccount));
        }
        else if (!personal && audience == OutlookAppAudience.PersonalMicrosoftAccount)
        {
            row.Fails(said + ", and the sign-in is a work account's.", "Work accounts may not use the app.", OutlookFixer.AppOwner, "Change the supported account types, or sign in with a personal account.", commands.ChangeAudience(OutlookAppAudience.AzureADandPersonalMicrosoftAccount));
        }
        else if (audience == OutlookAppAudience.AzureADMyOrg && tenant.ToLowerInvariant() is "common" or "organizations")
        {
            var own = context.Kept?.Tenant is { Length: > 0 } kept ? kept : "<tenant id>";
            row.Fails(said + $", and the sign-in went to {tenant}.", "An app of one tenant is signed in to at that tenant only (AADSTS50194).", OutlookFixer.Caller, "Name the tenant.", commands.Connect + " -Tenant " + ExchangeCommands.Word(own));
        }
        else
        {
            row.Passed(said + ", which covers this sign-in.");
        }

        return row;
    }

    private static OutlookPermissionResult PublicClient(GraphApplication app, PermissionContext context)
    {
        var row = new OutlookPermissionResult("public client flows");
        var commands = new FixCommands(context);
        if (app.IsFallbackPublicClient == true)
        {
            row.Passed("Allow public client flows is on, as a device code needs it.");
        }
        else
        {
            row.Fails(
                "Allow public client flows is off.",
                "Entra asks a confidential client for its secret, which a device code never sends (AADSTS7000218).",
                OutlookFixer.AppOwner,
                "Switch Allow public client flows on.",
                commands.Serve(OutlookAppSignIn.DeviceCode),
                "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Authentication/appId/" + app.AppId);
        }

        return row;
    }

    private static OutlookPermissionResult Redirects(GraphApplication app, PermissionContext context)
    {
        var row = new OutlookPermissionResult("redirect addresses");
        var commands = new FixCommands(context);
        var native = app.PublicClient?.RedirectUris ?? new List<string>();
        var web = app.Web?.RedirectUris ?? new List<string>();
        var page = "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Authentication/appId/" + app.AppId;
        if (Serves(context, OutlookAppSignIn.Interactive) && !native.Any(IsLoopback))
        {
            row.Fails("No loopback address is among the public client's.", "The browser could not come back to this machine (AADSTS50011, AADSTS500113).", OutlookFixer.AppOwner, "Add http://localhost under Mobile and desktop applications.", commands.Serve(OutlookAppSignIn.Interactive), page);
        }
        else if (Serves(context, OutlookAppSignIn.Web) && MissingWeb(web, context) is { } missing)
        {
            row.Fails("The web platform has " + (web.Count == 0 ? "no address." : string.Join(", ", web) + "."), $"The browser could not come back to {missing} (AADSTS50011, AADSTS500113).", OutlookFixer.AppOwner, "Add the address, letter by letter.", commands.Serve(OutlookAppSignIn.Web, missing), page);
        }
        else
        {
            row.Passed(string.Join(", ", native.Concat(web)));
        }

        return row;
    }

    private static string? MissingWeb(List<string> registered, PermissionContext context)
    {
        var needed = context.Plan.RedirectUri ?? context.Kept?.RedirectUris.FirstOrDefault();
        return needed is null ? (registered.Count == 0 ? "http://localhost" : null)
            : registered.Contains(needed, StringComparer.Ordinal) || (IsLoopback(needed) && registered.Any(r => SameButPort(r, needed))) ? null
            : needed;
    }

    // Entra leaves the port out when it compares addresses of localhost (facts 1.2).
    private static bool SameButPort(string a, string b) =>
        Uri.TryCreate(a, UriKind.Absolute, out var one) && Uri.TryCreate(b, UriKind.Absolute, out var two) && one.Host == two.Host && one.AbsolutePath == two.AbsolutePath && one.Scheme == two.Scheme;

    private static bool IsLoopback(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.IsLoopback;

    private static OutlookPermissionResult LeastPrivilege(PermissionContext context)
    {
        var row = new OutlookPermissionResult("least privilege");
        var needed = new HashSet<string>(new[] { "openid", "profile" }, StringComparer.OrdinalIgnoreCase);
        var person = context.Meant == OutlookAppSignIn.None || (context.Meant & ~OutlookAppSignIn.AppOnly) != 0;
        needed.UnionWith(person ? AppShape.DelegatedPermissions : Array.Empty<string>());
        needed.UnionWith(Serves(context, OutlookAppSignIn.AppOnly) ? AppShape.ApplicationPermissions : Array.Empty<string>());
        var extra = context.View.Held().Where(h => !needed.Contains(h)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (extra.Length == 0)
        {
            row.Passed("Nothing is declared or consented to beyond what mail needs.");
        }
        else
        {
            row.Warns(
                "Beyond what mail needs: " + string.Join(", ", extra) + ".",
                "Whoever gets hold of the app's credential or of a kept sign-in can do more than mail.",
                OutlookFixer.AppOwner,
                "Take them away, unless something else uses them.",
                new FixCommands(context).Withdraw(extra));
        }

        return row;
    }
}
