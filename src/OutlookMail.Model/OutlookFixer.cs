namespace OutlookMail.Model;

/// <summary>Who can put a trouble right.</summary>
public enum OutlookFixer
{
    /// <summary>Whoever wrote the command: a parameter is wrong.</summary>
    Caller,

    /// <summary>The person who signs in.</summary>
    User,

    /// <summary>Whoever owns the app registration.</summary>
    AppOwner,

    /// <summary>An administrator of the tenant (Microsoft Entra).</summary>
    TenantAdministrator,

    /// <summary>An administrator of Exchange Online.</summary>
    ExchangeAdministrator,

    /// <summary>Whoever runs the network or the machine.</summary>
    NetworkAdministrator,

    /// <summary>Nobody: it passes.</summary>
    Time,
}
