namespace OutlookMail.Identity.Registration;

/// <summary>A permission, found: which API offers it, under which id and of which kind.</summary>
public sealed class ApiPermission
{
    public ApiPermission(string value, string id, string type, string apiAppId)
    {
        Value = value;
        Id = id;
        Type = type;
        ApiAppId = apiAppId;
    }

    /// <summary>Its name, for example IMAP.AccessAsUser.All.</summary>
    public string Value { get; }

    public string Id { get; }

    /// <summary>Scope (delegated) or Role (application).</summary>
    public string Type { get; }

    public string ApiAppId { get; }

    public bool IsDelegated => Type == GraphResourceAccess.Delegated;

    public override string ToString() => $"{Value} ({(IsDelegated ? "delegated" : "application")}, {ApiIds.NameOf(ApiAppId)})";
}
