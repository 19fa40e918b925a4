using System;
using System.Globalization;
using System.Text.Json.Nodes;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>Microsoft Graph, v1.0: the addresses, and Graph's form for what they refuse.</summary>
internal sealed class GraphRouter
{
    private readonly EntraService entra;

    public GraphRouter(EntraService entra) => this.entra = entra;

    /// <returns>Null when the path is none of Graph's.</returns>
    public WebAnswer? Handle(WebRequest request)
    {
        if (request.Path is not ["v1.0", ..])
        {
            return null;
        }

        string requestId = Guid.NewGuid().ToString();
        WebAnswer answer;
        try
        {
            if (entra.Faults.Take(OutlookSandboxFault.GraphThrottled))
            {
                throw new GraphException(429, "TooManyRequests", "Too many requests. Please retry after the time in the Retry-After header.");
            }

            answer = Route(new GraphCall(entra, request, Authorize(request)));
        }
        catch (GraphException e)
        {
            answer = WebAnswer.Json(ErrorBody(e, request, requestId), e.Status);
            if (e.Status == 401)
            {
                answer.With("WWW-Authenticate", $"Bearer realm=\"\", authorization_uri=\"{entra.Authority}/common/oauth2/authorize\", client_id=\"{ApiCatalogue.GraphAppId}\"");
            }
            else if (e.Status == 429)
            {
                answer.With("Retry-After", ((int)entra.Faults.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            }
        }

        return answer.With("request-id", requestId).With("client-request-id", ClientRequestId(request) ?? requestId);
    }

    private static WebAnswer Route(GraphCall call) => call.Path switch
    {
        ["me"] when call.Method == "GET" => MeEndpoint.Get(call),
        ["users", var user] when call.Method == "GET" => UsersEndpoint.Get(call, user),
        ["policies", "authorizationPolicy"] when call.Method == "GET" => PoliciesEndpoint.Authorization(call),
        ["identity", "conditionalAccess", "policies"] when call.Method == "GET" => PoliciesEndpoint.ConditionalAccess(call),
        ["organization"] when call.Method == "GET" => OrganizationEndpoint.Get(call),
        [var set, ..] when Is(set, "applications") => ApplicationsEndpoint.Handle(call),
        [var set, ..] when Is(set, "servicePrincipals") => ServicePrincipalsEndpoint.Handle(call),
        [var set, ..] when Is(set, "oauth2PermissionGrants") => PermissionGrantsEndpoint.Handle(call),
        _ => throw new GraphException(400, "BadRequest", $"Resource not found for the segment '{(call.Path.Length > 0 ? call.Path[0] : "")}'."),
    };

    // Names of entity sets are compared without case; a key may follow in parentheses.
    private static bool Is(string segment, string name) =>
        segment.Equals(name, StringComparison.OrdinalIgnoreCase) || segment.StartsWith(name + "(", StringComparison.OrdinalIgnoreCase);

    private AccessClaims Authorize(WebRequest request)
    {
        if (request.Bearer is not string token)
        {
            throw new GraphException(401, "InvalidAuthenticationToken", "Access token is empty.");
        }

        AccessClaims claims = entra.Tokens.Read(token)
            ?? throw new GraphException(401, "InvalidAuthenticationToken", "CompactToken parsing failed with error code: 80049217");
        if (entra.Catalogue.Find(claims.Audience) != entra.Catalogue.Graph)
        {
            throw new GraphException(401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.");
        }

        return claims.IsValidAt(entra.Time.GetUtcNow())
            ? claims
            : throw new GraphException(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
    }

    private static string? ClientRequestId(WebRequest request) =>
        Guid.TryParse(request.Headers["client-request-id"], out Guid id) ? id.ToString() : null;

    private JsonObject ErrorBody(GraphException e, WebRequest request, string requestId)
    {
        var error = new JsonObject { ["code"] = e.Code, ["message"] = e.Message };
        if (e.Detail is string detail)
        {
            error["details"] = new JsonArray(new JsonObject { ["code"] = detail, ["message"] = e.Message });
        }

        error["innerError"] = new JsonObject
        {
            ["date"] = entra.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
            ["request-id"] = requestId,
            ["client-request-id"] = ClientRequestId(request) ?? requestId,
        };
        return new JsonObject { ["error"] = error };
    }
}
