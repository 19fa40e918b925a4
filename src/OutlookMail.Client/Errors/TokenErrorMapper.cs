using System;
using System.Threading;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Says why a mail server refused a token, as far as the token itself tells.</summary>
internal static class TokenErrorMapper
{
    private const string ExchangeOnlineAppId = "00000002-0000-0ff1-ce00-000000000000";

    public static OutlookMailException Map(string protocol, string user, string text, LiveSession session, Exception inner)
    {
        if (session.Tokens.ExpiresOn is { } expires && expires <= session.Wire.Time.GetUtcNow() && !session.Tokens.CanRenew)
        {
            return SignInErrors.AccessTokenExpired(session.Handle, inner);
        }

        var claims = session.Tokens.CanRenew
            ? session.Tokens.LastAnswer is { } answer ? AccessTokenClaims.TryRead(answer.AccessToken) : null
            : AccessTokenClaims.TryRead(session.Tokens.GetMailTokenAsync(false, CancellationToken.None).GetAwaiter().GetResult());
        if (claims?.Audience is { } audience && !IsMailAudience(audience, session))
        {
            return SignInErrors.WrongAudience(audience, session.Plan.Cloud.MailResource, user, inner);
        }

        return SignInErrors.AuthenticationRejected(protocol, user, text, inner);
    }

    // facts 2.7: an Exchange token's aud is one of two resource URIs, or the app id of Exchange Online.
    private static bool IsMailAudience(string audience, LiveSession session)
    {
        var plain = audience.TrimEnd('/');
        return string.Equals(plain, session.Plan.Cloud.MailResource, StringComparison.OrdinalIgnoreCase)
            || string.Equals(plain, session.Plan.Cloud.AppOnlyResource, StringComparison.OrdinalIgnoreCase)
            || string.Equals(plain, ExchangeOnlineAppId, StringComparison.OrdinalIgnoreCase);
    }
}
