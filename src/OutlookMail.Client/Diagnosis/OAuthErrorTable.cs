using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>OAuth's own error words (RFC 6749 §5.2, RFC 8628 §3.5), for texts that name no AADSTS number.</summary>
internal static class OAuthErrorTable
{
    public static IReadOnlyList<DiagnosisRow> All { get; } = new[]
    {
        Row("authorization_pending", ErrorIds.SignInExpired, OutlookFixer.User, OutlookConfidence.High, "The device code is not confirmed yet.", "Open the page that was shown and enter the code.", true),
        Row("authorization_declined", ErrorIds.SignInDeclined, OutlookFixer.User, OutlookConfidence.High, "The sign-in was declined on the sign-in page.", "Run Connect-OutlookMailbox again and accept there."),
        Row("bad_verification_code", ErrorIds.SignInExpired, OutlookFixer.Caller, OutlookConfidence.High, "The device code sent is none that Entra gave out.", "Run Connect-OutlookMailbox again; a program of one's own must send device_code, not user_code."),
        Row("expired_token", ErrorIds.SignInExpired, OutlookFixer.User, OutlookConfidence.High, "The device code ran out.", "Run Connect-OutlookMailbox again and enter the new code within its time."),
        Row("slow_down", ErrorIds.Throttled, OutlookFixer.Time, OutlookConfidence.High, "The device code is asked about too often.", "Add five seconds to the interval and go on.", true),
        Row("consent_required", ErrorIds.ConsentMissing, OutlookFixer.TenantAdministrator, OutlookConfidence.Medium, "Nobody has consented to what the app asks for.", "Open the link of Get-OutlookAdminConsentUrl as an administrator, or sign in once in a browser and accept."),
        Row("interaction_required", ErrorIds.SignInRequired, OutlookFixer.User, OutlookConfidence.Medium, "Entra wants a person at its page (multifactor authentication, a policy).", "Sign in with Connect-OutlookMailbox at a shell."),
        Row("access_denied", ErrorIds.DeviceCodeBlocked, OutlookFixer.TenantAdministrator, OutlookConfidence.Low, "A policy or the person said no.", "Look for the AADSTS number next to it, or in the Entra sign-in logs."),
        Row("invalid_client", ErrorIds.SignInFailed, OutlookFixer.AppOwner, OutlookConfidence.Low, "The app did not prove who it is, or sent proof that it may not send.", "Device code and browser sign-ins send no secret and need Allow public client flows; web apps and services need a valid secret."),
        Row("invalid_scope", ErrorIds.SignInFailed, OutlookFixer.Caller, OutlookConfidence.Low, "A scope of the request is not valid.", "Ask for one resource at a time, and for an app without a person only its /.default."),
        Row("invalid_grant", ErrorIds.SignInRequired, OutlookFixer.User, OutlookConfidence.Low, "The kept sign-in is no longer valid.", "Run Connect-OutlookMailbox and sign in again."),
    };

    // As JSON, as a query, or as the word alone: authorization_pending and its like occur in no other sense.
    private static DiagnosisRow Row(string error, string errorId, OutlookFixer fixer, OutlookConfidence confidence, string cause, string fix, bool retryable = false) =>
        new("Entra", error, $@"\b{error}\b", errorId, fixer, confidence, cause, fix) { IsRetryable = retryable };
}
