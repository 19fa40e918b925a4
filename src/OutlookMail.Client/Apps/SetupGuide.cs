using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The registration by hand in the portal, in order, each step checked by what was pasted for it.</summary>
public static class SetupGuide
{
    private const string Portal = "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/";

    public static IReadOnlyList<OutlookSetupStep> For(SetupGuideRequest request)
    {
        var shape = new AppShape { Name = request.Name, SignIn = request.SignIn, Audience = request.Audience, Permissions = request.Permissions };
        var app = request.ClientId is { } id && PastedValues.ClientId(id) is null ? "/appId/" + id : "";
        var steps = new List<OutlookSetupStep>
        {
            Step("Account", "Sign in to the Microsoft Entra admin center with an account of the tenant that may register apps. A personal account without a tenant cannot register one any more: sign up for Azure or the Microsoft 365 developer program first.", "https://entra.microsoft.com"),
            Check(Step("Tenant", "Overview: copy Tenant ID.", "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/TenantOverview.ReactView"), request.Tenant, PastedValues.Tenant, "This can be the tenant."),
            Step("Registration", $"App registrations > New registration. Name: {request.Name}.", Portal + "CreateApplicationBlade"),
            Step("Account types", $"Supported account types: {Portals(request.Audience)}.", null),
            Redirect(request),
            Check(Step("Client id", "Register, then on Overview copy Application (client) ID. It is not the Object ID below it.", Portal + "ApplicationMenuBlade/~/Overview" + app), request.ClientId, text => ClientId(text, request.Tenant), "This can be the client id."),
        };
        if ((request.SignIn & OutlookAppSignIn.DeviceCode) != 0)
        {
            steps.Add(Step("Public client", "Authentication > Settings: switch Allow public client flows to Yes, then Save.", Portal + "ApplicationMenuBlade/~/Authentication" + app));
        }

        steps.Add(Step("API permissions", Permissions(shape), Portal + "ApplicationMenuBlade/~/CallAnAPI" + app));
        if (shape.IsConfidential)
        {
            var secret = Step("Client secret", "Certificates & secrets > Client secrets > New client secret; choose less than 12 months. Copy the Value at once (it is shown once), not the Secret ID.", Portal + "ApplicationMenuBlade/~/Credentials" + app);
            steps.Add(Check(secret, request.ClientSecret is { Length: > 0 } pasted ? new SecretValue(pasted).Reveal() : null, PastedValues.Secret, "This can be the secret's value."));
        }

        steps.Add(Step(
            "Consent",
            shape.IsAppOnly ? "API permissions > Grant admin consent: application permissions take effect only then." : "Each person consents at the first sign-in; an administrator can do it for everybody with API permissions > Grant admin consent.",
            Portal + "ApplicationMenuBlade/~/CallAnAPI" + app));
        if (shape.IsAppOnly)
        {
            steps.Add(Step(
                "Exchange Online",
                "Enterprise applications: copy this app's Object ID (it differs from the registration's). Then in Exchange Online PowerShell: "
                    + string.Join("; ", ExchangeCommands.ForApp(app.Length > 0 ? request.ClientId! : "<client id>", "<object id of the Enterprise application>", request.Name, Array.Empty<string>())) + ".",
                "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview"));
        }

        return Numbered(steps);
    }

    private static string? ClientId(string text, string? tenant) =>
        tenant is not null && string.Equals(text, tenant, StringComparison.OrdinalIgnoreCase)
            ? "This is the tenant's id again. Copy Application (client) ID."
            : PastedValues.ClientId(text);

    private static OutlookSetupStep Redirect(SetupGuideRequest request)
    {
        var web = (request.SignIn & OutlookAppSignIn.Web) != 0;
        var action = web
            ? "Redirect URI: choose Web and enter the address your site returns to, letter by letter (NocoBase: https://<your site>/admin/settings/mail/oauth2)."
            : (request.SignIn & OutlookAppSignIn.Interactive) != 0
                ? "Redirect URI: choose Public client/native and enter http://localhost."
                : "Redirect URI: leave it empty.";
        return web ? Check(Step("Redirect address", action, null), request.RedirectUri, text => RedirectError(text, request.Audience), "Entra takes this address.") : Step("Redirect address", action, null);
    }

    private static string? RedirectError(string text, OutlookAppAudience audience)
    {
        try
        {
            AudienceLimits.Of(audience).Check(new AppShape { Name = "x", SignIn = OutlookAppSignIn.Web, RedirectUris = new[] { text } }, new CloudEndpoints());
            return null;
        }
        catch (RegistrationException e)
        {
            return e.Message;
        }
    }

    // The portal's own words for signInAudience.
    private static string Portals(OutlookAppAudience audience) => audience switch
    {
        OutlookAppAudience.AzureADMyOrg => "Single tenant only (accounts in this organizational directory)",
        OutlookAppAudience.AzureADMultipleOrgs => "Multiple Entra ID tenants (accounts in any organizational directory)",
        OutlookAppAudience.AzureADandPersonalMicrosoftAccount => "Any Entra ID tenant + personal Microsoft accounts",
        _ => "Personal accounts only",
    };

    private static string Permissions(AppShape shape)
    {
        var found = PermissionCatalogue.Offline.Resolve(shape.PermissionNames, shape.IsAppOnly && !shape.HasPerson);
        var parts = new List<string>();
        if (found.Where(p => p.IsDelegated).Select(p => p.Value).ToArray() is { Length: > 0 } delegated)
        {
            parts.Add("Add a permission > Microsoft Graph > Delegated permissions: " + string.Join(", ", delegated));
        }

        if (found.Where(p => !p.IsDelegated).Select(p => p.Value).ToArray() is { Length: > 0 } roles)
        {
            parts.Add("Add a permission > APIs my organization uses > Office 365 Exchange Online > Application permissions: " + string.Join(", ", roles));
        }

        return string.Join(". ", parts) + ".";
    }

    private static OutlookSetupStep Check(OutlookSetupStep step, string? pasted, Func<string, string?> check, string right)
    {
        if (pasted is not null)
        {
            var finding = check(pasted);
            step.IsRight = finding is null;
            step.Finding = finding ?? right;
        }

        return step;
    }

    private static OutlookSetupStep Step(string title, string action, string? link) => new(0, title, action) { Link = link };

    private static IReadOnlyList<OutlookSetupStep> Numbered(IReadOnlyList<OutlookSetupStep> steps) =>
        steps.Select((s, i) => new OutlookSetupStep(i + 1, s.Title, s.Action) { Link = s.Link, IsRight = s.IsRight, Finding = s.Finding }).ToArray();
}
