using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>Where a session's access tokens come from. Callers use a token at once and keep none.</summary>
internal interface ITokenSource : IDisposable
{
    /// <summary>False for a token that was handed in: it cannot be got anew.</summary>
    bool CanRenew { get; }

    /// <summary>True for an app without a person: both protocols then sign in as the mailbox.</summary>
    bool IsAppOnly { get; }

    /// <summary>A token for the mail servers.</summary>
    /// <param name="forceRefresh">Asks Entra even if the kept token is still in time: the server has just refused it.</param>
    Task<string> GetMailTokenAsync(bool forceRefresh, CancellationToken cancellationToken);

    /// <summary>The last answer for the mail servers; null for a token that was handed in.</summary>
    TokenAnswer? LastAnswer { get; }

    /// <summary>When the present mail token ends; null when its source did not say.</summary>
    DateTimeOffset? ExpiresOn { get; }

    /// <summary>A token for another resource from the same sign-in.</summary>
    /// <exception cref="NotSupportedException">The token was handed in.</exception>
    Task<TokenAnswer> GetTokenAsync(IReadOnlyList<string> scopes, bool forceRefresh, CancellationToken cancellationToken);
}
