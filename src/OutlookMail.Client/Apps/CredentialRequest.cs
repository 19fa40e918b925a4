using System;
using System.Security;

namespace OutlookMail.Client;

/// <summary>An app that was made elsewhere.</summary>
public sealed class CredentialRequest
{
    public string ClientId { get; set; } = "";

    public string? Tenant { get; set; }

    public string? Name { get; set; }

    public SecureString? Secret { get; set; }

    /// <summary>When the secret ends, if its maker said so: Entra does not tell without rights to read the app.</summary>
    public DateTimeOffset? EndsOn { get; set; }

    public bool MakeDefault { get; set; } = true;
}
