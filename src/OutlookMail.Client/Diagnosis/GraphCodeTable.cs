using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What Microsoft Graph says while an app is registered or looked at (learn.microsoft.com/graph/errors).</summary>
internal static class GraphCodeTable
{
    public static IReadOnlyList<DiagnosisRow> All { get; } = new[]
    {
        Row("Authorization_RequestDenied", @"Authorization_RequestDenied|Insufficient privileges to complete the operation", ErrorIds.RightsMissing, OutlookFixer.TenantAdministrator,
            "Whoever is signed in may not do this in the directory.",
            "Sign in as an Application Administrator or Cloud Application Administrator with an app that holds Application.ReadWrite.All; consent for everybody needs a Privileged Role Administrator. Without such rights: Export-OutlookApp makes a script for those who have them."),
        Row("InvalidAuthenticationToken", @"Access token validation failure\. Invalid audience", ErrorIds.WrongAudience, OutlookFixer.Caller,
            "A token for the mail servers was sent to Graph.",
            "Ask for a token of https://graph.microsoft.com: one token serves one audience."),
        Row("InvalidAuthenticationToken", @"Lifetime validation failed|InvalidAuthenticationToken.*expired", ErrorIds.AccessTokenExpired, OutlookFixer.Time,
            "The Graph token has expired.",
            "Get a new one and run the command again.", retryable: true),
        Row("InvalidAuthenticationToken", @"InvalidAuthenticationToken|CompactToken parsing failed", ErrorIds.WrongAudience, OutlookFixer.Caller,
            "Graph cannot use this token.",
            "Sign in again; a token is passed on whole and unchanged.", confidence: OutlookConfidence.Medium),
        Row("NoBackingApplicationObject", @"NoBackingApplicationObject|does not reference a valid application object", ErrorIds.GraphRefused, OutlookFixer.Time,
            "The app registration is so new that Entra does not know it everywhere yet.",
            "Wait up to some minutes and run the command again: it goes on where it stopped.", retryable: true),
        Row("Request_ResourceNotFound", @"Request_ResourceNotFound", ErrorIds.AppNotFound, OutlookFixer.Caller,
            "The object is not in this tenant, or was made a moment ago.",
            "Check the id (an app has an object id and a client id) and the tenant; right after creating something, wait a minute.", retryable: true, confidence: OutlookConfidence.Medium),
        Row("CredentialInvalidLifetimeAsPerAppPolicy", @"CredentialInvalidLifetimeAsPerAppPolicy", ErrorIds.GraphRefused, OutlookFixer.Caller,
            "The tenant's policy allows only secrets of a shorter life.",
            "Ask for a shorter one: New-OutlookAppSecret -Lifetime 90 (days)."),
        Row("CredentialTypeNotAllowedAsPerAppPolicy", @"CredentialTypeNotAllowedAsPerAppPolicy", ErrorIds.GraphRefused, OutlookFixer.TenantAdministrator,
            "The tenant's policy allows no client secrets.",
            "Use a certificate or a federated credential, or have an administrator except the app from the app management policy."),
        Row("TooManyRequests", @"TooManyRequests", ErrorIds.Throttled, OutlookFixer.Time,
            "Graph throttles.",
            "Wait as long as its Retry-After says.", retryable: true),
    };

    private static DiagnosisRow Row(string code, string pattern, string errorId, OutlookFixer fixer, string cause, string fix, bool retryable = false, OutlookConfidence confidence = OutlookConfidence.High) =>
        new("Graph", code, pattern, errorId, fixer, confidence, cause, fix) { IsRetryable = retryable };
}
