namespace OutlookMail.Client;

/// <summary>Who can put an Entra refusal right.</summary>
public enum AadstsFixer
{
    /// <summary>The person who signs in.</summary>
    User,

    /// <summary>Whoever owns the app registration.</summary>
    AppOwner,

    /// <summary>An administrator of the tenant.</summary>
    Administrator,

    /// <summary>Whoever wrote the command: a parameter is wrong.</summary>
    Caller,

    /// <summary>Nobody: it passes.</summary>
    Time,
}
