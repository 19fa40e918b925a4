using System;

namespace OutlookMail.Client;

/// <summary>How long a connection's token serves.</summary>
/// <param name="EndsOn">The server need not take it after that.</param>
/// <param name="RenewOn">When a connection with the next token should take over.</param>
internal sealed record TokenTerm(DateTimeOffset EndsOn, DateTimeOffset RenewOn)
{
    // Exchange ends connections after their token's end when it likes. A minute before is soon enough for one command's
    // work, and late enough for the short tokens of a strict tenant.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <returns>Null for a token whose end is unknown or past.</returns>
    public static TokenTerm? Of(DateTimeOffset? endsOn, DateTimeOffset now)
    {
        if (endsOn is not { } end || end <= now)
        {
            return null;
        }

        // A token with hardly any time must not make every message a reconnect.
        var half = TimeSpan.FromTicks((end - now).Ticks / 2);
        return new TokenTerm(end, end - (half < Margin ? half : Margin));
    }
}
