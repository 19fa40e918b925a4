using System;
using System.Linq;
using System.Threading;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>What the sign-in's own answer says was granted (RFC 6749 §5.1, <c>scope</c>). The token itself is opened only where there is no answer.</summary>
internal static class TokenGrants
{
    private const string ImapRole = "IMAP.AccessAsApp";
    private const string SmtpRole = "SMTP.SendAsApp";

    /// <returns>Null when nothing tells: an opaque token that was handed in, or a permission of another resource.</returns>
    public static bool? Has(LiveSession session, string permission)
    {
        if (session.Tokens.LastAnswer is not { } answer)
        {
            // A token that was handed in came without its answer; what a work account's says of itself is there to read.
            return permission is MailScopes.Imap or MailScopes.Smtp or ImapRole or SmtpRole ? OfClaims(session, permission) : null;
        }

        // An app's token answer says only ".default"; its roles are in the token, which is a work account's and no opaque one.
        if (session.Tokens.IsAppOnly)
        {
            return AccessTokenClaims.TryRead(answer.AccessToken)?.Roles.Contains(permission);
        }

        // email and offline_access are OpenID Connect's own: Entra does not repeat them in a mail token's scope, and
        // what shows them is the id_token's claim and the refresh token. User.Read is Graph's, in a token of its own.
        return permission is MailScopes.Imap or MailScopes.Smtp
            ? answer.Scopes.Any(scope => string.Equals(MailScopes.WithoutResource(scope), permission, StringComparison.OrdinalIgnoreCase))
            : null;
    }

    private static bool? OfClaims(LiveSession session, string permission) =>
        AccessTokenClaims.TryRead(session.Tokens.GetMailTokenAsync(false, CancellationToken.None).GetAwaiter().GetResult()) is { } claims
            ? (claims.IsAppOnly ? claims.Roles : claims.Scopes).Contains(permission, StringComparer.OrdinalIgnoreCase)
            : null;
}
