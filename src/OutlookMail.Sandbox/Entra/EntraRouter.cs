using System;
using System.Globalization;
using System.Text.Json.Nodes;
using OutlookMail.Model;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Entra's addresses, and Entra's form for what they refuse.</summary>
internal sealed class EntraRouter
{
    private readonly EntraService entra;

    public EntraRouter(EntraService entra) => this.entra = entra;

    /// <returns>Null when the path is none of Entra's.</returns>
    public WebAnswer? Handle(WebRequest request)
    {
        string[] path = request.Path;
        string requestId = Guid.NewGuid().ToString();
        if (path is [_, "oauth2", "v2.0", "token" or "devicecode"] && Unavailable() is WebAnswer unavailable)
        {
            return Finish(unavailable, request, requestId);
        }

        try
        {
            JsonObject? body = path switch
            {
                ["common", "discovery", "instance"] => OpenIdMetadata.Instance(entra, new Uri(entra.Authority).Authority),
                [var tenant, "v2.0", ".well-known", "openid-configuration"] => OpenIdMetadata.For(entra, TenantSegment.Parse(tenant, entra.Directory)),
                [_, "discovery", "v2.0", "keys"] => entra.Tokens.Keys.ToJwks(),
                [var tenant, "oauth2", "v2.0", "devicecode"] when IsPost(request) => new DeviceCodeEndpoint(entra).Start(request, TenantSegment.Parse(tenant, entra.Directory)),
                [var tenant, "oauth2", "v2.0", "token"] when IsPost(request) => new TokenEndpoint(entra).Redeem(request, TenantSegment.Parse(tenant, entra.Directory)),
                _ => null,
            };
            return body is null ? null : Finish(WebAnswer.Json(body), request, requestId);
        }
        catch (EntraException e)
        {
            return Finish(WebAnswer.Json(ErrorBody(e, request, requestId), e.Entry.Status), request, requestId);
        }
    }

    private WebAnswer? Unavailable()
    {
        if (entra.Faults.Take(OutlookSandboxFault.EntraUnavailable))
        {
            return WebAnswer.Text("Service Unavailable", 503);
        }

        return entra.Faults.Take(OutlookSandboxFault.EntraThrottled)
            ? WebAnswer.Text("Too Many Requests", 429).With("Retry-After", ((int)entra.Faults.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private static bool IsPost(WebRequest request) =>
        request.Method == "POST" ? true : throw new EntraException(900561);

    private static WebAnswer Finish(WebAnswer answer, WebRequest request, string requestId)
    {
        answer.With("x-ms-request-id", requestId).With("Cache-Control", "no-store, no-cache").With("Pragma", "no-cache");
        if (request.Headers["client-request-id"] is string client && request.Headers["return-client-request-id"] == "true" && Guid.TryParse(client, out Guid id))
        {
            answer.With("client-request-id", id.ToString());
        }

        return answer;
    }

    private JsonObject ErrorBody(EntraException e, WebRequest request, string traceId)
    {
        string correlation = Guid.TryParse(request.Headers["client-request-id"], out Guid asked) ? asked.ToString() : Guid.NewGuid().ToString();
        string timestamp = entra.Time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture);

        // Two layouts are in the field: lines, and since 2024 one line with spaces. Clients have to read both.
        string between = entra.Options.ErrorsOnOneLine ? " " : "\r\n";
        var body = new JsonObject
        {
            ["error"] = e.Entry.Error,
            ["error_description"] = string.Create(CultureInfo.InvariantCulture,
                $"AADSTS{e.Code}: {e.Message}{between}Trace ID: {traceId}{between}Correlation ID: {correlation}{between}Timestamp: {timestamp}"),
            ["error_codes"] = new JsonArray(e.Code),
            ["timestamp"] = timestamp,
            ["trace_id"] = traceId,
            ["correlation_id"] = correlation,
            ["error_uri"] = string.Create(CultureInfo.InvariantCulture, $"{entra.Authority}/error?code={e.Code}"),
        };
        if (e.Entry.Suberror is string suberror)
        {
            body["suberror"] = suberror;
        }

        if (e.Claims is string claims)
        {
            body["claims"] = claims;
        }

        return body;
    }
}
