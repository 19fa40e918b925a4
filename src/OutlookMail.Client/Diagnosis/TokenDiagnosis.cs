using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What a pasted access token tells of itself. It is read, never checked, and never shown.</summary>
internal static class TokenDiagnosis
{
    private static readonly Regex Jwt = new(@"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(30));

    public static IEnumerable<OutlookDiagnosis> Read(string line, DateTimeOffset now)
    {
        foreach (Match match in Jwt.Matches(line))
        {
            if (AccessTokenClaims.TryRead(match.Value) is { } claims)
            {
                foreach (var found in Judge(claims, now))
                {
                    yield return found;
                }
            }
        }
    }

    private static IEnumerable<OutlookDiagnosis> Judge(AccessTokenClaims claims, DateTimeOffset now)
    {
        if (claims.Audience is { } audience && audience.IndexOf("graph.microsoft", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            yield return Found(
                "aud",
                $"The token is for {audience}: IMAP and SMTP take only tokens for https://outlook.office.com.",
                "Ask for https://outlook.office.com/IMAP.AccessAsUser.All and https://outlook.office.com/SMTP.Send.",
                ErrorIds.WrongAudience);
        }

        if (claims.ExpiresOn is { } end && end <= now)
        {
            yield return Found("exp", $"The token expired at {end.UtcDateTime:u}.", "Get a new one; sessions that signed in by themselves renew it.", ErrorIds.AccessTokenExpired);
        }
    }

    private static OutlookDiagnosis Found(string code, string cause, string fix, string errorId) => new("Token", code, cause, fix)
    {
        Confidence = OutlookConfidence.High,
        WhoCanFix = OutlookFixer.Caller,
        ErrorId = errorId,
        Evidence = "a JWT in the text (not shown; it is a secret as long as it lasts)",
    };
}
