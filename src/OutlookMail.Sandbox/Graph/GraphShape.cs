using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Graph;

/// <summary>
/// What Graph's documents say a request body holds: names, kinds and nesting. The sandbox refuses whatever differs,
/// also in what it does not make use of, so that a client's slip shows here and not at a tenant.
/// </summary>
internal sealed class GraphShape
{
    private readonly Dictionary<string, Action<string, JsonNode>> properties;

    private GraphShape(params (string Name, Action<string, JsonNode> Check)[] properties) =>
        this.properties = properties.ToDictionary(p => p.Name, p => p.Check, StringComparer.Ordinal);

    // application.md and the pages of its parts.
    private static GraphShape RedirectUris { get; } = new(("redirectUris", ListOf(Text)));

    private static GraphShape Web { get; } = new(
        ("redirectUris", ListOf(Text)),
        ("homePageUrl", Text),
        ("logoutUrl", Text),
        ("implicitGrantSettings", Part(new(("enableIdTokenIssuance", Flag), ("enableAccessTokenIssuance", Flag)))),
        ("redirectUriSettings", ListOf(Part(new(("uri", Text), ("index", Number))))));

    private static GraphShape PermissionScope { get; } = new(
        ("id", Id), ("isEnabled", Flag), ("type", Text), ("value", Text), ("origin", Text),
        ("adminConsentDescription", Text), ("adminConsentDisplayName", Text), ("userConsentDescription", Text), ("userConsentDisplayName", Text));

    private static GraphShape Api { get; } = new(
        ("requestedAccessTokenVersion", Number),
        ("acceptMappedClaims", Flag),
        ("knownClientApplications", ListOf(Id)),
        ("oauth2PermissionScopes", ListOf(Part(PermissionScope))),
        ("preAuthorizedApplications", ListOf(Part(new(("appId", Id), ("delegatedPermissionIds", ListOf(Id)))))));

    private static GraphShape RequiredResourceAccess { get; } = new(
        ("resourceAppId", Id),
        ("resourceAccess", ListOf(Part(new(("id", Id), ("type", OneOf("Scope", "Role")))))));

    private static GraphShape KeyCredential { get; } = new(
        ("customKeyIdentifier", Text), ("displayName", Text), ("startDateTime", Time), ("endDateTime", Time), ("key", Octets), ("keyId", Id),
        ("type", OneOf("AsymmetricX509Cert", "X509CertAndPassword")), ("usage", OneOf("Verify", "Sign")));

    private static GraphShape PasswordCredential { get; } = new(
        ("customKeyIdentifier", Octets), ("displayName", Text), ("startDateTime", Time), ("endDateTime", Time), ("hint", Text), ("keyId", Id), ("secretText", Text));

    public static GraphShape Application { get; } = new(
        ("displayName", Text), ("description", Text), ("notes", Text), ("identifierUris", ListOf(Text)), ("isFallbackPublicClient", Flag), ("signInAudience", Text), ("tags", ListOf(Text)),
        ("api", Part(Api)),
        ("publicClient", Part(RedirectUris)),
        ("web", Part(Web)),
        ("spa", Part(RedirectUris)),
        ("keyCredentials", ListOf(Part(KeyCredential))),
        ("requiredResourceAccess", ListOf(Part(RequiredResourceAccess))));

    public static GraphShape ServicePrincipal { get; } = new(
        ("appId", Id), ("displayName", Text), ("notes", Text), ("tags", ListOf(Text)), ("accountEnabled", Flag), ("appRoleAssignmentRequired", Flag));

    public static GraphShape AddPassword { get; } = new(("passwordCredential", Part(PasswordCredential)));

    public static GraphShape RemovePassword { get; } = new(("keyId", Id));

    public static GraphShape AddKey { get; } = new(("keyCredential", Part(KeyCredential)), ("passwordCredential", Part(PasswordCredential)), ("proof", Text));

    public static GraphShape RemoveKey { get; } = new(("keyId", Id), ("proof", Text));

    public static GraphShape Grant { get; } = new(
        ("clientId", Id), ("consentType", OneOf("AllPrincipals", "Principal")), ("principalId", Id), ("resourceId", Id), ("scope", Text), ("startTime", Time), ("expiryTime", Time));

    public static GraphShape GrantChange { get; } = new(("scope", Text));

    public static GraphShape RoleAssignment { get; } = new(("principalId", Id), ("resourceId", Id), ("appRoleId", Id));

    public static GraphShape FederatedCredential { get; } = new(
        ("name", Text), ("issuer", Text), ("subject", Text), ("audiences", ListOf(Text)), ("description", Text), ("claimsMatchingExpression", Part(new(("value", Text), ("languageVersion", Number)))));

    /// <summary>The name cannot be changed.</summary>
    public static GraphShape FederatedCredentialChange { get; } = new(("issuer", Text), ("subject", Text), ("audiences", ListOf(Text)), ("description", Text));

    /// <summary>An address alone: a reference has no property but control information.</summary>
    public static GraphShape Reference { get; } = new();

    /// <exception cref="GraphException">400 Request_BadRequest: the first property that Graph does not have, or that is of another kind.</exception>
    public void Check(JsonObject body) => Check("", body);

    private void Check(string path, JsonObject body)
    {
        foreach ((string name, JsonNode? value) in body)
        {
            // Graph takes control information (@odata.type) anywhere.
            if (name.StartsWith("@odata.", StringComparison.Ordinal))
            {
                continue;
            }

            if (!properties.TryGetValue(name, out Action<string, JsonNode>? check))
            {
                throw new GraphException(400, "Request_BadRequest", $"Invalid property '{name}'.");
            }

            // Null stands for "not set" in every property of these resources.
            if (value is not null)
            {
                check(path + name, value);
            }
        }
    }

    private static Action<string, JsonNode> Part(GraphShape shape) => (path, value) => shape.Check(path + ".", value as JsonObject ?? throw Invalid(path));

    private static Action<string, JsonNode> ListOf(Action<string, JsonNode> item) => (path, value) =>
    {
        foreach (JsonNode? one in value as JsonArray ?? throw Invalid(path))
        {
            item(path, one ?? throw Invalid(path));
        }
    };

    private static Action<string, JsonNode> OneOf(params string[] values) => (path, value) => Require(path, IsText(value, out string text) && values.Contains(text, StringComparer.OrdinalIgnoreCase));

    private static void Text(string path, JsonNode value) => Require(path, IsText(value, out _));

    private static void Flag(string path, JsonNode value) => Require(path, value.GetValueKind() is JsonValueKind.True or JsonValueKind.False);

    private static void Number(string path, JsonNode value) => Require(path, value is JsonValue number && number.TryGetValue(out int _));

    private static void Id(string path, JsonNode value) => Require(path, IsText(value, out string text) && Guid.TryParse(text, out _));

    // Edm.DateTimeOffset: a date, a T and an offset.
    private static void Time(string path, JsonNode value) => Require(path, IsText(value, out string text) && text.Contains('T', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));

    private static void Octets(string path, JsonNode value) => Require(path, IsText(value, out string text) && Convert.TryFromBase64String(text, new byte[text.Length], out _));

    private static bool IsText(JsonNode value, out string text)
    {
        text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
        return value.GetValueKind() == JsonValueKind.String;
    }

    private static void Require(string path, bool holds)
    {
        if (!holds)
        {
            throw Invalid(path);
        }
    }

    private static GraphException Invalid(string path) => new(400, "Request_BadRequest", $"Invalid value specified for property '{path}' of resource.");
}
