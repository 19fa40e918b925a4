using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// What Entra allows by audience (learn.microsoft.com/entra/identity-platform/supported-accounts-validation and
/// reply-url), checked before anything is sent: its own refusals name neither the limit nor the culprit.
/// </summary>
public sealed class AudienceLimits
{
    private const int LongestRedirect = 256;
    private const int MostApis = 50;

    private AudienceLimits(OutlookAppAudience audience)
    {
        Audience = audience;
        IsPersonal = audience is OutlookAppAudience.AzureADandPersonalMicrosoftAccount or OutlookAppAudience.PersonalMicrosoftAccount;
    }

    public OutlookAppAudience Audience { get; }

    /// <summary>Whether personal accounts may sign in, which brings the narrower limits.</summary>
    public bool IsPersonal { get; }

    /// <summary>Null: no low cap.</summary>
    public int? MostSecrets => IsPersonal ? 2 : null;

    public int LongestName => IsPersonal ? 90 : 120;

    public int MostRedirects => IsPersonal ? 100 : 256;

    public int MostPermissions => IsPersonal ? 200 : 400;

    /// <summary>Of one API; null: no limit but the total.</summary>
    public int? MostPermissionsOfOneApi => IsPersonal ? 30 : null;

    public static AudienceLimits Of(OutlookAppAudience audience) => new(audience);

    /// <summary>Checks what is asked for, without a look at the tenant.</summary>
    /// <exception cref="RegistrationException">InvalidShape, with what is wrong.</exception>
    public void Check(AppShape shape, CloudEndpoints cloud)
    {
        CheckName(shape.Name);
        if (shape.SignIn == OutlookAppSignIn.None && shape.ClientId is null)
        {
            throw Invalid("SignIn", "An app must serve at least one sign-in.");
        }

        if (IsPersonal && cloud.Authority != new CloudEndpoints().Authority && cloud.IsMicrosoftAuthority)
        {
            throw Invalid("Audience", "National clouds have no personal accounts: choose AzureADMyOrg or AzureADMultipleOrgs.");
        }

        if (shape.IsAppOnly && Audience == OutlookAppAudience.PersonalMicrosoftAccount)
        {
            throw Invalid("SignIn", "Personal accounts know no app-only access: leave AppOnly out, or choose another audience.");
        }

        if (shape.Consent == OutlookAppConsent.Tenant && Audience == OutlookAppAudience.PersonalMicrosoftAccount)
        {
            throw Invalid("Consent", "Nobody can consent for personal accounts but each of them at the first sign-in: choose consent None.");
        }

        if ((shape.SignIn & OutlookAppSignIn.Web) != 0 && shape.RedirectUris.Count == 0 && shape.ClientId is null)
        {
            throw Invalid("RedirectUris", "A web sign-in needs the address it returns to, for example https://your-site/admin/settings/mail/oauth2 for NocoBase.");
        }

        foreach (var uri in shape.RedirectUris)
        {
            CheckRedirect(uri);
        }
    }

    /// <summary>Checks what the app would be after the change.</summary>
    /// <exception cref="RegistrationException">InvalidShape.</exception>
    internal void CheckTotals(IReadOnlyCollection<string> redirects, IReadOnlyCollection<GraphResourceAccessList> access)
    {
        if (redirects.Count > MostRedirects)
        {
            throw Invalid("RedirectUris", FormattableString.Invariant($"The app would have {redirects.Count} redirect addresses; {Audience} allows {MostRedirects}."));
        }

        if (access.Count > MostApis)
        {
            throw Invalid("Permissions", FormattableString.Invariant($"The app would need {access.Count} APIs; {MostApis} are allowed."));
        }

        var total = access.Sum(a => a.ResourceAccess.Count);
        if (total > MostPermissions)
        {
            throw Invalid("Permissions", FormattableString.Invariant($"The app would declare {total} permissions; {Audience} allows {MostPermissions}."));
        }

        if (MostPermissionsOfOneApi is { } most && access.FirstOrDefault(a => a.ResourceAccess.Count > most) is { } full)
        {
            throw Invalid("Permissions", FormattableString.Invariant($"The app would declare {full.ResourceAccess.Count} permissions of {ApiIds.NameOf(full.ResourceAppId)}; {Audience} allows {most} of one API."));
        }
    }

    private void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw Invalid("Name", "An app needs a name.");
        }

        if (name.Length > LongestName)
        {
            throw Invalid("Name", FormattableString.Invariant($"The name has {name.Length} characters; {Audience} allows {LongestName}."));
        }

        if (name.Any(char.IsControl))
        {
            throw Invalid("Name", "The name holds a control character.");
        }
    }

    private void CheckRedirect(string text)
    {
        // A wildcard is no host to Uri, and work-only apps may have one.
        if (!Uri.TryCreate(text.Replace('*', 'x'), UriKind.Absolute, out var uri))
        {
            throw Invalid("RedirectUris", $"'{text}' is no absolute address.");
        }

        if (text.Length > LongestRedirect)
        {
            throw Invalid("RedirectUris", FormattableString.Invariant($"'{text}' has {text.Length} characters; {LongestRedirect} are allowed."));
        }

        if (uri.Fragment.Length > 0)
        {
            throw Invalid("RedirectUris", $"'{text}' has a fragment (#…), which no redirect address may have.");
        }

        if (uri.HostNameType == UriHostNameType.IPv6)
        {
            throw Invalid("RedirectUris", $"'{text}': Entra does not take IPv6 addresses; write localhost.");
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            throw Invalid("RedirectUris", $"'{text}': http is allowed for localhost only; use https.");
        }

        if (IsPersonal && uri.Query.Length > 0)
        {
            throw Invalid("RedirectUris", $"'{text}' has a query string, which an app for personal accounts may not have.");
        }

        if (IsPersonal && text.IndexOf('*') >= 0)
        {
            throw Invalid("RedirectUris", $"'{text}' has a wildcard, which an app for personal accounts may not have.");
        }
    }

    private static RegistrationException Invalid(string property, string message) => new(RegistrationFailure.InvalidShape, message, new[] { property });
}
