using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>One call that was let in: the request, who makes it, and what the endpoints all need of both.</summary>
internal sealed partial class GraphCall
{
    public GraphCall(EntraService entra, WebRequest request, AccessClaims claims)
    {
        Entra = entra;
        Request = request;
        Claims = claims;
    }

    public EntraService Entra { get; }

    public WebRequest Request { get; }

    public AccessClaims Claims { get; }

    public string Method => Request.Method;

    /// <summary>The path behind v1.0.</summary>
    public string[] Path => Request.Path[1..];

    /// <summary>Checks the token against a row of Microsoft's permission table.</summary>
    /// <param name="scopes">Any of these delegated permissions will do.</param>
    /// <param name="roles">Any of these application permissions will do.</param>
    /// <exception cref="GraphException">403 Authorization_RequestDenied.</exception>
    public void Require(string[] scopes, string[] roles, bool allowPersonal = true, bool needsAdministrator = false)
    {
        SandboxUser? user = Claims.IsAppOnly ? null : Entra.Directory.FindUser(Claims.ObjectId);
        bool isAllowed = Claims.IsAppOnly
            ? roles.Any(Claims.HasRole)
            : scopes.Any(Claims.HasScope) && user is not null && (allowPersonal || !user.IsPersonal) && (!needsAdministrator || user.IsAdministrator);
        if (!isAllowed)
        {
            throw new GraphException(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        }
    }

    /// <exception cref="GraphException">400 when it is no JSON object, or not of this shape.</exception>
    public JsonObject Body(GraphShape shape)
    {
        JsonObject body;
        try
        {
            body = JsonNode.Parse(Request.Body) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new GraphException(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }

        shape.Check(body);
        return body;
    }

    /// <exception cref="GraphException">400 when it is there and no GUID, or missing.</exception>
    public static Guid ReadGuid(JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue(out string? text) && Guid.TryParse(text, out Guid id)
            ? id
            : throw new GraphException(400, "Request_BadRequest", $"Invalid value specified for property '{name}' of resource.");

    public static string? ReadText(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw new GraphException(400, "Request_BadRequest", $"Invalid value specified for property '{name}' of resource."),
    };

    public static GraphException NotFound(string id) =>
        new(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    public WebAnswer One(string entitySet, JsonObject entity, int status = 200)
    {
        var answer = new JsonObject { ["@odata.context"] = $"{Entra.Authority}/v1.0/$metadata#{entitySet}/$entity" };
        foreach ((string name, JsonNode? value) in Select(entity))
        {
            answer[name] = value?.DeepClone();
        }

        return WebAnswer.Json(answer, status);
    }

    public WebAnswer Many(string entitySet, System.Collections.Generic.IEnumerable<JsonObject> entities)
    {
        var list = new JsonArray();
        foreach (JsonObject entity in entities)
        {
            list.Add(Select(entity));
        }

        return WebAnswer.Json(new JsonObject { ["@odata.context"] = $"{Entra.Authority}/v1.0/$metadata#{entitySet}", ["value"] = list });
    }

    public static WebAnswer NoContent() => new() { Status = 204 };

    /// <summary>Whether an entity meets <c>$filter</c>: comparisons by eq and startswith, joined by and.</summary>
    /// <exception cref="GraphException">400 for any other filter.</exception>
    public bool Matches(JsonObject entity)
    {
        if (Request.Query["$filter"] is not string filter)
        {
            return true;
        }

        MatchCollection terms = Term().Matches(filter);
        if (terms.Sum(t => t.Length) != filter.Length)
        {
            throw new GraphException(400, "Request_UnsupportedQuery", $"Unsupported or invalid query filter clause specified: '{filter}'.");
        }

        return terms.All(match =>
        {
            string wanted = match.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal);
            string? actual = entity[match.Groups["name"].Value + match.Groups["starts"].Value]?.ToString();
            return match.Groups["starts"].Success
                ? actual?.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) == true
                : wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);
        });
    }

    /// <summary>The id in a segment of the form <c>name(appId='…')</c>; null when it has another form.</summary>
    public static string? AlternateKey(string segment, string name) =>
        segment.StartsWith(name + "(appId='", StringComparison.OrdinalIgnoreCase) && segment.EndsWith("')", StringComparison.Ordinal)
            ? segment[(name.Length + 8)..^2]
            : null;

    private JsonObject Select(JsonObject entity)
    {
        if (Request.Query["$select"] is not string select)
        {
            // A certificate itself is shown only to those who select keyCredentials by name.
            foreach (JsonNode? key in entity["keyCredentials"] as JsonArray ?? [])
            {
                key!["key"] = null;
            }

            return entity;
        }

        var selected = new JsonObject();
        foreach (string name in select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!entity.ContainsKey(name))
            {
                throw new GraphException(400, "BadRequest", $"Parsing OData Select and Expand failed: Could not find a property named '{name}'.");
            }

            selected[name] = entity[name]?.DeepClone();
        }

        return selected;
    }

    // Each with the "and" before the next one; within quotes "and" is a word like any other.
    [GeneratedRegex(@"\G(?:(?<name>\w+)\s+eq\s+(?:'(?<value>(?:[^']|'')*)'|(?<value>[^'\s]+))|startswith\((?<starts>\w+),\s*'(?<value>(?:[^']|'')*)'\))(?:\s+and\s+(?=\S)|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Term();
}
