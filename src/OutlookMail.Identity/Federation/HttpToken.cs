using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>A token that a pipeline's own service gives out for the job's bearer token.</summary>
public sealed class HttpToken : OutsideToken
{
    private readonly HttpMethod method;
    private readonly Uri address;
    private readonly SecretValue bearer;
    private readonly string member;
    private readonly HttpMessageHandler? transport;

    private HttpToken(string source, HttpMethod method, Uri address, SecretValue bearer, string member, HttpMessageHandler? transport)
    {
        Source = source;
        this.method = method;
        this.address = address;
        this.bearer = bearer;
        this.member = member;
        this.transport = transport;
    }

    public override string Source { get; }

    /// <summary>
    /// GitHub Actions: <c>GET {ACTIONS_ID_TOKEN_REQUEST_URL}&amp;audience=…</c>, answered by <c>{"value"}</c>. The job needs
    /// <c>permissions: id-token: write</c>.
    /// </summary>
    public static HttpToken GitHubActions(string requestUrl, SecretValue requestToken) => GitHubActions(requestUrl, requestToken, null);

    /// <summary>
    /// Azure Pipelines: <c>POST {SYSTEM_OIDCREQUESTURI}?api-version=7.1&amp;serviceConnectionId=…</c>, answered by
    /// <c>{"oidcToken"}</c>. The step has to map System.AccessToken into SYSTEM_ACCESSTOKEN.
    /// </summary>
    public static HttpToken AzurePipelines(string requestUri, string serviceConnectionId, SecretValue accessToken) =>
        AzurePipelines(requestUri, serviceConnectionId, accessToken, null);

    internal static HttpToken GitHubActions(string requestUrl, SecretValue requestToken, HttpMessageHandler? transport) => new(
        "GitHubActions",
        HttpMethod.Get,
        Https(requestUrl + (requestUrl.IndexOf('?') < 0 ? "?" : "&") + "audience=" + Uri.EscapeDataString(Audience)),
        requestToken,
        "value",
        transport);

    internal static HttpToken AzurePipelines(string requestUri, string serviceConnectionId, SecretValue accessToken, HttpMessageHandler? transport) => new(
        "AzurePipelines",
        HttpMethod.Post,
        Https(requestUri + "?api-version=7.1&serviceConnectionId=" + Uri.EscapeDataString(serviceConnectionId)),
        accessToken,
        "oidcToken",
        transport);

    public override async Task<string> GetAsync(EntraProxy? proxy, CancellationToken ct)
    {
        using var client = EntraHttp.CreateClient(transport, null, proxy);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Reveal());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("", System.Text.Encoding.UTF8, "application/json");
        }

        try
        {
            using var response = await client.SendAsync(request, ct).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
            return response.IsSuccessStatusCode && Read(body) is { } token
                ? token
                : throw Missing(FormattableString.Invariant($"{Source} gave no identity token: it answered {(int)response.StatusCode}."));
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

    // The job's bearer token goes to this address, so it has to be the service's own over TLS.
    private static Uri Https(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)
            ? uri
            : throw Missing("The pipeline's token service has no https address.");

    private string? Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(member, out var value) &&
                value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } token ? token : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
