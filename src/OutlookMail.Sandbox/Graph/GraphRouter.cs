using System;
using System.Globalization;
using System.Text.Json.Nodes;
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
            AccessClaims claims = Authorize(request);
            answer = request.Path switch
            {
                ["v1.0", "me"] when request.Method == "GET" => WebAnswer.Json(Me(claims)),
                _ => throw new GraphException(400, "BadRequest", $"Resource not found for the segment '{(request.Path.Length > 1 ? request.Path[1] : "")}'."),
            };
        }
        catch (GraphException e)
        {
            answer = WebAnswer.Json(ErrorBody(e, request, requestId), e.Status);
            if (e.Status == 401)
            {
                answer.With("WWW-Authenticate", $"Bearer realm=\"\", authorization_uri=\"{entra.Authority}/common/oauth2/authorize\", client_id=\"{ApiCatalogue.GraphAppId}\"");
            }
        }

        return answer.With("request-id", requestId).With("client-request-id", request.Headers["client-request-id"] ?? requestId);
    }

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

    private JsonObject Me(AccessClaims claims)
    {
        if (claims.IsAppOnly || entra.Directory.FindUser(claims.ObjectId) is not SandboxUser user)
        {
            throw new GraphException(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
        }

        if (!claims.HasScope("User.Read"))
        {
            throw new GraphException(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        }

        return new JsonObject
        {
            ["@odata.context"] = $"{entra.Authority}/v1.0/$metadata#users/$entity",
            ["businessPhones"] = new JsonArray(),
            ["displayName"] = user.DisplayName,
            ["givenName"] = user.DisplayName.Split(' ')[0],
            ["jobTitle"] = null,
            ["mail"] = user.Email,
            ["mobilePhone"] = null,
            ["officeLocation"] = null,
            ["preferredLanguage"] = "en-US",
            ["surname"] = user.DisplayName.Split(' ')[^1],
            ["userPrincipalName"] = user.Address,
            ["id"] = user.IsPersonal ? user.ObjectId.ToString("N")[16..] : user.ObjectId.ToString(),
        };
    }

    private JsonObject ErrorBody(GraphException e, WebRequest request, string requestId) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = e.Code,
            ["message"] = e.Message,
            ["innerError"] = new JsonObject
            {
                ["date"] = entra.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
                ["request-id"] = requestId,
                ["client-request-id"] = request.Headers["client-request-id"] ?? requestId,
            },
        },
    };
}
