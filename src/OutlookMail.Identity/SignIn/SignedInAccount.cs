namespace OutlookMail.Identity;

/// <summary>An account that the store holds tokens for.</summary>
public sealed class SignedInAccount
{
    internal SignedInAccount(string username, string homeAccountId, string? tenantId, string environment)
    {
        Username = username;
        HomeAccountId = homeAccountId;
        TenantId = tenantId;
        Environment = environment;
    }

    /// <summary>The login name, for display and for choosing; it can change.</summary>
    public string Username { get; }

    /// <summary><c>{oid}.{tid}</c>: the stable key.</summary>
    public string HomeAccountId { get; }

    public string? TenantId { get; }

    /// <summary>The host of the authority that signed it in.</summary>
    public string Environment { get; }

    public override string ToString() => Username;
}
