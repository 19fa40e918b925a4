using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>Microsoft Graph v1.0 over HTTPS: the token, JSON both ways, typed refusals, and pauses where they pass.</summary>
public sealed class GraphConnection : IDisposable
{
    private static readonly JsonSerializerOptions Writing = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new UtcTimeConverter() } };
    private static readonly JsonSerializerOptions WritingIndented = new(Writing) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient http;
    private readonly string root;
    private readonly TimeProvider time;
    private readonly Func<CancellationToken, Task<string>> token;
    private readonly Action<GraphWait>? waiting;

    /// <param name="settings">Cloud, certificate authority and clock; nobody signs in by it here.</param>
    /// <param name="token">Gives a token whose audience is Graph, before each call.</param>
    /// <param name="waiting">Told of each pause before it begins.</param>
    /// <exception cref="InvalidOperationException">This cloud has no Graph.</exception>
    public GraphConnection(SignInSettings settings, Func<CancellationToken, Task<string>> token, Action<GraphWait>? waiting = null)
    {
        root = (settings.Cloud.Graph ?? throw new InvalidOperationException("There is no Microsoft Graph at this authority.")).TrimEnd('/') + "/v1.0";
        http = EntraHttp.CreateClient(settings);
        time = settings.Time;
        this.token = token;
        this.waiting = waiting;
    }

    /// <summary>Scheme and host of Graph and its version, without a slash at the end.</summary>
    public string Root => root;

    public void Dispose() => http.Dispose();

    internal static string Serialize(object body, bool indented = false) => JsonSerializer.Serialize(body, body.GetType(), indented ? WritingIndented : Writing);

    internal async Task<T> SendAsync<T>(GraphCall call, CancellationToken ct) =>
        GraphAnswerReader.Read<T>(call, await SendAsync(call, ct).ConfigureAwait(false));

    /// <summary>For answers without a body (204).</summary>
    internal async Task<string> SendAsync(GraphCall call, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(call, ct).ConfigureAwait(false);
            }
            catch (GraphException refused) when (GraphRetryTable.Find(call, refused) is { } retry && time.GetElapsedTime(start) < retry.Limit)
            {
                var pause = GraphRetryTable.Pause(attempt, refused);
                waiting?.Invoke(new GraphWait(call.Name, retry.Reason, attempt, pause, time.GetElapsedTime(start), retry.Limit));
                await time.DelayAsync(pause, ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Null where Graph knows no such thing.</summary>
    internal async Task<T?> FindAsync<T>(string path, CancellationToken ct)
        where T : class
    {
        try
        {
            return await SendAsync<T>(GraphCall.Get(path), ct).ConfigureAwait(false);
        }
        catch (GraphException refused) when (refused.HttpStatus == 404)
        {
            return null;
        }
    }

    /// <summary>Every page of a list.</summary>
    internal async Task<IReadOnlyList<T>> ListAsync<T>(string path, CancellationToken ct, bool awaitsReplication = false)
    {
        var all = new List<T>();
        for (var next = path; next is not null;)
        {
            var page = await SendAsync<GraphPage<T>>(GraphCall.Get(next, awaitsReplication), ct).ConfigureAwait(false);
            all.AddRange(page.Value);
            next = NextPath(page.NextLink);
        }

        return all;
    }

    // The token goes to Graph and to nobody else, whatever a next page claims to be.
    private string? NextPath(string? link) =>
        link is null ? null
        : link.StartsWith(root + "/", StringComparison.OrdinalIgnoreCase) ? link.Substring(root.Length)
        : throw SignInErrors.InvalidAnswer("Microsoft Graph's next page is at another server.");

    private async Task<string> SendOnceAsync(GraphCall call, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(root + call.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(ct).ConfigureAwait(false));
        if (call.Body is { } body)
        {
            request.Content = new StringContent(Serialize(body), Encoding.UTF8, "application/json");
        }

        try
        {
            using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            var answer = response.Content is null ? "" : await response.Content.ReadAsStringAsync().ConfigureAwait(false);
            return response.IsSuccessStatusCode ? answer : throw GraphAnswerReader.ReadError(response, answer);
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
}
