using System;

namespace OutlookMail.Model;

/// <summary>An app registration of a sandbox, as it was when asked. No secret is in it.</summary>
public sealed class OutlookSandboxApp
{
    public OutlookSandboxApp(string displayName) => DisplayName = displayName;

    public string DisplayName { get; }

    public string ClientId { get; set; } = "";

    /// <summary>The registration's own object id, which Graph's URLs name.</summary>
    public Guid ObjectId { get; set; }

    /// <summary>The Enterprise application's object id, which consents and Exchange name; null while there is none.</summary>
    public Guid? ServicePrincipalId { get; set; }

    public string SignInAudience { get; set; } = "";

    public bool IsPublicClient { get; set; }

    public string[] RedirectUris { get; set; } = Array.Empty<string>();

    /// <summary>What the registration declares: delegated permissions, then application permissions.</summary>
    public string[] Permissions { get; set; } = Array.Empty<string>();

    /// <summary>What was consented, and for whom.</summary>
    public string[] Consents { get; set; } = Array.Empty<string>();

    /// <summary>Secrets, certificates and federated credentials by name, with the day each ends.</summary>
    public string[] Credentials { get; set; } = Array.Empty<string>();

    public override string ToString() => DisplayName;
}
