using System;
using OutlookMail.Model;

namespace OutlookMail.Identity;

/// <summary>
/// A sign-in that was kept, as it is told to people: whose, through which app, and how old it is. No token is here; they
/// are in the token store under <see cref="HomeAccountId"/>.
/// </summary>
public sealed class KnownAccount
{
    // Entra's default: a refresh token ends 90 days after its last use (learn.microsoft.com/entra/identity-platform/refresh-tokens).
    private static readonly TimeSpan RefreshTokenLife = TimeSpan.FromDays(90);

    public string Username { get; set; } = "";

    public string HomeAccountId { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string? Tenant { get; set; }

    public OutlookCloud Cloud { get; set; }

    public string Authority { get; set; } = "";

    public SignInFlow Flow { get; set; }

    /// <summary>When a person last took part.</summary>
    public DateTimeOffset SignedInOn { get; set; }

    /// <summary>When the refresh token was last redeemed: its life counts from here.</summary>
    public DateTimeOffset RefreshedOn { get; set; }

    /// <summary>When the kept sign-in ends by itself if it is not used before. A tenant's policy can end it earlier.</summary>
    public DateTimeOffset EndsIfUnusedOn => RefreshedOn + RefreshTokenLife;

    /// <summary>After how long without a person the tenant's policy ended an earlier sign-in (AADSTS70043); null while none did.</summary>
    public TimeSpan? EndedAfter { get; set; }

    /// <summary>When that policy will probably end the present one; null when none is known.</summary>
    public DateTimeOffset? EndsByPolicyOn => SignedInOn + EndedAfter;

    public override string ToString() => Username;
}
