using System;

namespace OutlookMail.Model;

/// <summary>A kept sign-in: whose, through which app, and how old. It holds no token.</summary>
public sealed class OutlookAccount
{
    public OutlookAccount(string account, string clientId)
    {
        Account = account;
        ClientId = clientId;
    }

    public string Account { get; }

    public string ClientId { get; }

    public string? Tenant { get; set; }

    public string Authority { get; set; } = "";

    /// <summary>When a person last took part in the sign-in.</summary>
    public DateTimeOffset SignedInOn { get; set; }

    /// <summary>When it was last renewed by Connect-OutlookMailbox.</summary>
    public DateTimeOffset LastUsedOn { get; set; }

    /// <summary>When it ends by itself if nobody uses it before. A tenant's policy can end it earlier.</summary>
    public DateTimeOffset EndsIfUnusedOn { get; set; }

    /// <summary>When the tenant's sign-in frequency will probably end it, as it ended an earlier sign-in; null while it never did.</summary>
    public DateTimeOffset? EndsByPolicyOn { get; set; }

    public override string ToString() => Account;
}
