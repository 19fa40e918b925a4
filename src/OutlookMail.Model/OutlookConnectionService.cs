namespace OutlookMail.Model;

/// <summary>The services that mail needs to reach.</summary>
public enum OutlookConnectionService
{
    /// <summary>Microsoft Entra's sign-in.</summary>
    Login,

    /// <summary>Microsoft Graph.</summary>
    Graph,
    Imap,
    Smtp,
}
