using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The <c>scope</c> parameter, understood: OpenID Connect's own words, and permissions by resource prefix.</summary>
internal sealed class ScopeRequest
{
    private static readonly string[] OpenIdScopes = ["openid", "profile", "email", "offline_access"];

    private ScopeRequest(IReadOnlyList<string> openId, IReadOnlyList<Part> parts)
    {
        OpenId = openId;
        Parts = parts;
    }

    /// <param name="Prefix">As it was asked, with its slash; empty for a scope without prefix, which means Graph.</param>
    internal sealed record Part(string Prefix, ApiResource Resource, string Permission)
    {
        public bool IsDefault => Permission == ".default";
    }

    public IReadOnlyList<string> OpenId { get; }

    public IReadOnlyList<Part> Parts { get; }

    public bool Asks(string openIdScope) => OpenId.Contains(openIdScope, StringComparer.OrdinalIgnoreCase);

    public bool IsDefault => Parts.Any(p => p.IsDefault);

    public bool NamesSeveralResources => Parts.Select(p => p.Resource).Distinct().Skip(1).Any();

    /// <summary>Narrowed to the first resource it names.</summary>
    public ScopeRequest FirstResource() => new(OpenId, [.. Parts.Where(p => p.Resource == Parts[0].Resource)]);

    /// <exception cref="EntraException">900144, 70011 or 500011.</exception>
    public static ScopeRequest Parse(string? scope, ApiCatalogue catalogue)
    {
        if (string.IsNullOrWhiteSpace(scope))
        {
            throw new EntraException(900144, "The request body must contain the following parameter: 'scope'.");
        }

        var openId = new List<string>();
        var parts = new List<Part>();
        foreach (string word in scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (OpenIdScopes.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                openId.Add(word.ToLowerInvariant());
            }
            else
            {
                parts.Add(ReadPart(word, scope, catalogue));
            }
        }

        if (parts.Exists(p => p.IsDefault) && parts.Exists(p => !p.IsDefault))
        {
            throw new EntraException(70011,
                $"The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid. "
                + ".default scope can't be combined with resource-specific scopes.");
        }

        return new ScopeRequest(openId, parts);
    }

    private static Part ReadPart(string word, string scope, ApiCatalogue catalogue)
    {
        int slash = word.LastIndexOf('/');
        string prefix = slash < 0 ? "" : word[..(slash + 1)];
        string name = word[(slash + 1)..];

        // No prefix means Graph: an unprefixed IMAP.AccessAsUser.All is a Graph scope, and its token is no good at IMAP.
        ApiResource? resource = slash < 0 ? catalogue.Graph : catalogue.Find(word[..slash]);
        if (resource is null)
        {
            throw new EntraException(500011,
                $"The resource principal named {prefix.TrimEnd('/')} was not found in the tenant named sandbox. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.");
        }

        if (name == ".default")
        {
            return new Part(prefix, resource, name);
        }

        ApiPermission permission = resource.FindScope(name) ?? throw new EntraException(70011,
            $"The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid. The scope format is invalid or the permission '{name}' does not exist on the resource '{resource.DisplayName}'.");
        return new Part(prefix, resource, permission.Value);
    }
}
