namespace OutlookMail.Model;

/// <summary>What a token is for (its audience).</summary>
public enum OutlookTokenResource
{
    /// <summary>IMAP and SMTP.</summary>
    Mail,

    /// <summary>Microsoft Graph, with User.Read.</summary>
    Graph,
}
