using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>Asks Microsoft Graph who a token is for: what proves User.Read.</summary>
public sealed class GraphProfile : IDisposable
{
    private readonly HttpClient http;
    private readonly Uri me;

    /// <exception cref="InvalidOperationException">This cloud has no Graph.</exception>
    public GraphProfile(SignInSettings settings)
    {
        var graph = settings.Cloud.Graph ?? throw new InvalidOperationException("There is no Microsoft Graph at this authority.");
        me = new Uri(graph.TrimEnd('/') + "/v1.0/me");
        http = EntraHttp.CreateClient(settings);
    }

    /// <summary>GET /v1.0/me with a token whose audience is Graph.</summary>
    /// <exception cref="GraphException">Graph answered with an error.</exception>
    /// <exception cref="SignInException">Graph could not be reached, or answered with something else.</exception>
    public async Task<GraphAnswer> GetMeAsync(string graphToken, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, me);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", graphToken);
        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
            return response.IsSuccessStatusCode ? ReadProfile(body) : throw ReadError(response, body);
        }
        catch (HttpRequestException e)
        {
            throw SignInErrors.FromHttp(e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw SignInErrors.TimedOut();
        }
    }

    public void Dispose() => http.Dispose();

    private static GraphAnswer ReadProfile(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            return Text(root, "id") is { } id
                ? new GraphAnswer(id, Text(root, "displayName"), Text(root, "mail"), Text(root, "userPrincipalName"))
                : throw SignInErrors.InvalidAnswer("Microsoft Graph answered /me without an id.");
        }
        catch (JsonException e)
        {
            throw SignInErrors.InvalidAnswer("Microsoft Graph answered /me with something that is not JSON.", e);
        }
    }

    private static GraphException ReadError(HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        var code = FormattableString.Invariant($"http_{status}");
        var message = FormattableString.Invariant($"Microsoft Graph answered {status} {response.ReasonPhrase}.");
        string? requestId = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object &&
                json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            {
                code = Text(error, "code") ?? code;
                message = Text(error, "message") ?? message;
                if (error.TryGetProperty("innerError", out var inner) && inner.ValueKind == JsonValueKind.Object)
                {
                    requestId = Text(inner, "request-id");
                }
            }
        }
        catch (JsonException)
        {
            // A proxy's page: the status is all there is to say.
        }

        return new GraphException(status, code, message)
        {
            RequestId = requestId,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
