using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;

namespace OutlookMail.Sandbox.Graph;

/// <summary>The application resource between its JSON and the directory, with Graph's own checks on the way in.</summary>
internal static class ApplicationJson
{
    private static readonly string[] Audiences =
        [AppRegistration.WorkOneTenant, AppRegistration.WorkAllTenants, AppRegistration.WorkAndPersonal, AppRegistration.PersonalOnly];

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static JsonObject Write(AppRegistration app) => new()
    {
        ["id"] = app.ObjectId.ToString(),
        ["deletedDateTime"] = null,
        ["appId"] = app.AppId.ToString(),
        ["displayName"] = app.DisplayName,
        ["description"] = app.Description,
        ["notes"] = app.Notes,
        ["createdDateTime"] = Time(app.CreatedOn),
        ["identifierUris"] = Texts(app.IdentifierUris),
        ["isFallbackPublicClient"] = app.IsFallbackPublicClient,
        ["publisherDomain"] = "contoso.test",
        ["signInAudience"] = app.SignInAudience,
        ["tags"] = Texts(app.Tags),
        ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = app.RequestedAccessTokenVersion, ["acceptMappedClaims"] = null, ["oauth2PermissionScopes"] = new JsonArray() },
        ["appRoles"] = new JsonArray(),
        ["publicClient"] = new JsonObject { ["redirectUris"] = Texts(app.PublicRedirectUris) },
        ["web"] = new JsonObject { ["homePageUrl"] = null, ["logoutUrl"] = null, ["redirectUris"] = Texts(app.WebRedirectUris), ["implicitGrantSettings"] = new JsonObject { ["enableAccessTokenIssuance"] = false, ["enableIdTokenIssuance"] = false } },
        ["spa"] = new JsonObject { ["redirectUris"] = Texts(app.SpaRedirectUris) },
        ["keyCredentials"] = new JsonArray([.. app.Keys.Select(CredentialActions.Write)]),
        ["passwordCredentials"] = new JsonArray([.. app.Passwords.Select(p => CredentialActions.Write(p, null))]),
        ["requiredResourceAccess"] = new JsonArray([.. app.RequiredResourceAccess.Select(r => (JsonNode)new JsonObject
        {
            ["resourceAppId"] = r.Key.ToString(),
            ["resourceAccess"] = new JsonArray([.. r.Value.Select(p => (JsonNode)new JsonObject { ["id"] = p.Id.ToString(), ["type"] = p.Type })]),
        })]),
    };

    /// <summary>Takes over what the body names, which has the shape of an application; the app is unchanged when a check fails.</summary>
    /// <exception cref="GraphException">400 Request_BadRequest.</exception>
    public static void Read(JsonObject body, AppRegistration app)
    {
        string name = body.ContainsKey("displayName") ? GraphCall.ReadText(body, "displayName") ?? "" : app.DisplayName;
        string audience = GraphCall.ReadText(body, "signInAudience") ?? app.SignInAudience;
        int? version = body["api"] is JsonObject api ? (int?)api["requestedAccessTokenVersion"] : app.RequestedAccessTokenVersion;
        bool isPersonal = audience is AppRegistration.WorkAndPersonal or AppRegistration.PersonalOnly;
        if (!Audiences.Contains(audience))
        {
            throw Invalid("signInAudience");
        }

        if (name.Length == 0 || name.Length > (isPersonal ? 90 : 120))
        {
            throw Invalid("displayName");
        }

        // supported-accounts-validation.md: personal accounts get version 2 tokens only.
        if (isPersonal && version != 2)
        {
            throw Invalid("api.requestedAccessTokenVersion");
        }

        List<string> publicUris = Redirects(body, "publicClient", app.PublicRedirectUris, isPersonal);
        List<string> webUris = Redirects(body, "web", app.WebRedirectUris, isPersonal);
        List<string> spaUris = Redirects(body, "spa", app.SpaRedirectUris, isPersonal);
        if (publicUris.Count + webUris.Count + spaUris.Count > (isPersonal ? 100 : 256))
        {
            throw Invalid("redirectUris");
        }

        Dictionary<Guid, List<DeclaredPermission>> access = Access(body, app, isPersonal);
        List<AppKey>? keys = body["keyCredentials"] is JsonArray list ? [.. list.Select(k => CredentialActions.ReadKey(k!.AsObject(), app.Keys))] : null;
        if (isPersonal && app.Passwords.Count > 2)
        {
            throw Invalid("passwordCredentials");
        }

        app.DisplayName = name;
        app.SignInAudience = audience;
        app.RequestedAccessTokenVersion = version;
        app.PublicRedirectUris = publicUris;
        app.WebRedirectUris = webUris;
        app.SpaRedirectUris = spaUris;
        app.RequiredResourceAccess = access;
        app.Keys = keys ?? app.Keys;
        app.IsFallbackPublicClient = body.ContainsKey("isFallbackPublicClient") ? (bool?)body["isFallbackPublicClient"] : app.IsFallbackPublicClient;
        app.Description = body.ContainsKey("description") ? GraphCall.ReadText(body, "description") : app.Description;
        app.Notes = body.ContainsKey("notes") ? GraphCall.ReadText(body, "notes") : app.Notes;
        app.Tags = body["tags"] is JsonArray tags ? [.. tags.Select(t => t!.ToString())] : app.Tags;
        app.IdentifierUris = body["identifierUris"] is JsonArray uris ? [.. uris.Select(u => u!.ToString())] : app.IdentifierUris;
    }

    private static GraphException Invalid(string property) => new(400, "Request_BadRequest", $"Property {property} is invalid.");

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);

    private static List<string> Redirects(JsonObject body, string platform, List<string> present, bool isPersonal)
    {
        if (body[platform] is not JsonObject section || !section.ContainsKey("redirectUris"))
        {
            return present;
        }

        List<string> uris = section["redirectUris"] is JsonArray array ? [.. array.Select(u => u?.ToString() ?? "")] : [];
        foreach (string uri in uris)
        {
            // reply-url.md: 256 characters, http for localhost only, no wildcard, no query where personal accounts sign in.
            bool isGood = uri.Length is > 0 and <= 256 && Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)
                && (parsed.Scheme != Uri.UriSchemeHttp || parsed.Host is "localhost" or "127.0.0.1")
                && !uri.Contains('*', StringComparison.Ordinal) && parsed.Fragment.Length == 0 && !(isPersonal && parsed.Query.Length > 0);
            if (!isGood)
            {
                throw Invalid($"{platform}.redirectUris");
            }
        }

        return uris;
    }

    private static Dictionary<Guid, List<DeclaredPermission>> Access(JsonObject body, AppRegistration app, bool isPersonal)
    {
        if (body["requiredResourceAccess"] is not JsonArray list)
        {
            return app.RequiredResourceAccess;
        }

        var access = new Dictionary<Guid, List<DeclaredPermission>>();
        foreach (JsonNode? entry in list)
        {
            JsonObject resource = entry!.AsObject();
            List<DeclaredPermission> permissions =
            [
                .. (resource["resourceAccess"] as JsonArray ?? throw Invalid("requiredResourceAccess"))
                    .Select(p => new DeclaredPermission(GraphCall.ReadGuid(p!.AsObject(), "id"), GraphCall.ReadText(p.AsObject(), "type") ?? throw Invalid("requiredResourceAccess.resourceAccess.type"))),
            ];
            if (isPersonal && permissions.Count > 30)
            {
                throw Invalid("requiredResourceAccess");
            }

            access[GraphCall.ReadGuid(resource, "resourceAppId")] = permissions;
        }

        return access.Count > 50 || access.Values.Sum(p => p.Count) > (isPersonal ? 200 : 400) ? throw Invalid("requiredResourceAccess") : access;
    }
}
