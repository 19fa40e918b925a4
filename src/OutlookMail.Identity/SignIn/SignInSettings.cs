using System;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Identity;

/// <summary>Who asks, where, and what it may keep. Immutable; checked by the constructor of the sign-in that takes it.</summary>
public sealed class SignInSettings
{
    /// <summary>The application (client) id: a GUID.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>A tenant id, a verified domain, or common, organizations, consumers.</summary>
    public string Tenant { get; init; } = "common";

    public CloudEndpoints Cloud { get; init; } = new();

    /// <summary>The only root trusted for this sign-in's TLS; null trusts the machine's. The chain and the name are verified either way.</summary>
    public X509Certificate2? CertificateAuthority { get; init; }

    /// <summary>The proxy to go through; null takes the machine's settings (HTTPS_PROXY, NO_PROXY).</summary>
    public EntraProxy? Proxy { get; init; }

    /// <summary>The user name to offer at a sign-in page, and to prefer among several accounts in the store.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Where tokens are kept; by default in this process only.</summary>
    public TokenStore Store { get; init; } = TokenStore.InMemory();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    // Tests answer in the network's place.
    internal HttpMessageHandler? Transport { get; init; }

    /// <exception cref="SignInException">A value that no server could take: said here, before anything is sent.</exception>
    internal void Check()
    {
        if (!Guid.TryParse(ClientId, out _))
        {
            throw SignInException.InvalidSettings("invalid_client_id", ClientId.Length == 0
                ? "No application (client) id is given."
                : "The application (client) id is not a GUID.");
        }

        if (Tenant.Length == 0 || Tenant.AsSpan().IndexOfAny("/\\?#%@: \t\r\n\0".AsSpan()) >= 0)
        {
            throw SignInException.InvalidSettings("invalid_tenant", "The tenant is neither an id, nor a domain, nor common, organizations or consumers.");
        }

        if (!Uri.TryCreate(Cloud.Authority, UriKind.Absolute, out var authority) || authority.Scheme != Uri.UriSchemeHttps ||
            authority.AbsolutePath != "/" || authority.Query.Length > 0 || authority.UserInfo.Length > 0)
        {
            throw SignInException.InvalidSettings("invalid_authority", "The authority must be https:// and a host, without a path.");
        }
    }
}
