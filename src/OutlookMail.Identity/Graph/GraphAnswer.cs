namespace OutlookMail.Identity;

/// <summary>Who Microsoft Graph says the token is for (GET /me).</summary>
public sealed class GraphAnswer
{
    internal GraphAnswer(string id, string? displayName, string? mail, string? userPrincipalName)
    {
        Id = id;
        DisplayName = displayName;
        Mail = mail;
        UserPrincipalName = userPrincipalName;
    }

    /// <summary>The object id.</summary>
    public string Id { get; }

    public string? DisplayName { get; }

    /// <summary>The primary SMTP address; null for an account without a mailbox.</summary>
    public string? Mail { get; }

    public string? UserPrincipalName { get; }
}
