using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Turns Entra's refusals into catalogue entries, for one app at one authority (the consent link needs both).</summary>
internal sealed class SignInErrorMapper
{
    private readonly string authority;
    private readonly string tenant;
    private readonly string clientId;

    public SignInErrorMapper(string authority, string tenant, string clientId)
    {
        this.authority = authority;
        this.tenant = tenant;
        this.clientId = clientId;
    }

    public OutlookMailException Map(SignInException refused, IReadOnlyList<string> scopes) => refused.Failure switch
    {
        SignInFailure.CodeExpired => SignInErrors.SignInExpired(refused),
        SignInFailure.Declined => SignInErrors.SignInDeclined(refused),
        SignInFailure.AccountAmbiguous => SignInErrors.AccountAmbiguous(refused.Description),
        SignInFailure.RequiresPowerShell7 => MailErrors.RequiresPowerShell7(refused.Feature ?? refused.Description),
        SignInFailure.Network => MailErrors.ConnectionFailed(authority, refused),
        SignInFailure.TlsFailed => MailErrors.TlsFailed(authority, refused.Description, refused),
        SignInFailure.Transient => MailErrors.Throttled(Describe(refused), refused.RetryAfter, null, refused),
        _ => MapRefusal(refused, scopes),
    };

    /// <summary>Where a person, or an administrator for everybody, accepts what the app asks for.</summary>
    public string ConsentUrl(IReadOnlyList<string> scopes) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}/{1}/oauth2/v2.0/authorize?client_id={2}&response_type=code&redirect_uri={3}&prompt=consent&scope={4}",
        authority,
        Uri.EscapeDataString(tenant),
        Uri.EscapeDataString(clientId),
        Uri.EscapeDataString("http://localhost"),
        Uri.EscapeDataString(string.Join(" ", scopes)));

    /// <summary>
    /// A policy that another flow can satisfy (facts 2.10). Entra gives these refusals different OAuth errors from tenant
    /// to tenant, so here, against the rule, the number has to decide.
    /// </summary>
    public static bool IsDeviceCodeBlocked(SignInException refused) =>
        refused.AadstsCode is 53003 or 530033 or 530003 or 530032 or 530035 or 50199;

    // OAuth's error and suberror decide; the AADSTS number only picks the hint, as Microsoft asks (facts 2.9).
    private OutlookMailException MapRefusal(SignInException refused, IReadOnlyList<string> scopes)
    {
        if (refused.SubError == "consent_required" || refused.Error == "consent_required" || refused.AadstsCode is 65001 or 90094)
        {
            return SignInErrors.ConsentMissing(Describe(refused), ConsentUrl(scopes), refused);
        }

        if (IsDeviceCodeBlocked(refused))
        {
            return SignInErrors.DeviceCodeBlocked(Describe(refused), refused);
        }

        var row = refused.AadstsCode is { } code ? AadstsTable.Find(code) : null;
        return (row?.ErrorId ?? (refused.NeedsInteraction ? ErrorIds.SignInRequired : ErrorIds.SignInFailed)) switch
        {
            ErrorIds.ConsentMissing => SignInErrors.ConsentMissing(Describe(refused), ConsentUrl(scopes), refused),
            ErrorIds.SignInDeclined => SignInErrors.SignInDeclined(refused),
            ErrorIds.SignInExpired => SignInErrors.SignInExpired(refused),
            ErrorIds.Throttled => MailErrors.Throttled(Describe(refused), refused.RetryAfter, null, refused),
            ErrorIds.SignInRequired => SignInErrors.SignInNeeded(Describe(refused), FixOf(refused), refused),
            _ => SignInErrors.SignInFailed(Describe(refused), FixOf(refused), refused),
        };
    }

    private static string Describe(SignInException refused) =>
        refused.Description.Length > 0 ? refused.Description : refused.Error;

    private static string FixOf(SignInException refused) =>
        refused.AadstsCode is { } code && AadstsTable.Find(code) is { } row
            ? row.Fix
            : LocalSignInFixes.Find(refused) ?? (refused.NeedsInteraction
                ? "Run Connect-OutlookMailbox at a shell and finish the sign-in there once."
                : "Check -ClientId and -Tenant against the app's Overview page in the Entra admin center.");
}
