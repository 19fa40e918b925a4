using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>
/// Evens out what RFC 6749 and RFC 8628 allow and MSAL 4.92 does not take: <c>slow_down</c> ends its poll, a device answer
/// without <c>interval</c> makes it poll without a pause, an error without <c>error_description</c> makes it throw
/// ArgumentNullException. A poll that the network lost is answered with "go on" as well.
/// </summary>
internal sealed class TokenAnswerHandler : DelegatingHandler
{
    // RFC 8628 §3.5: slow_down adds five seconds to this and every later poll; §3.2: five is also the default interval.
    private const int SlowDownSeconds = 5;

    // A laptop that changes its network comes back within this many polls of growing distance; a dead one doesn't.
    private const int MaxLostPolls = 5;

    private readonly ConcurrentDictionary<string, Poll> polls = new(StringComparer.Ordinal);
    private readonly TimeProvider time;

    public TokenAnswerHandler(TimeProvider time) => this.time = time;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var path = request.RequestUri?.AbsolutePath ?? "";
        if (request.Method != HttpMethod.Post || request.Content is null || !(path.EndsWith("/token", StringComparison.Ordinal) || path.EndsWith("/devicecode", StringComparison.Ordinal)))
        {
            return await base.SendAsync(request, ct).ConfigureAwait(false);
        }

        var deviceCode = FormField.Read(await request.Content.ReadAsStringAsync().ConfigureAwait(false), "device_code");
        if (deviceCode is null)
        {
            var response = await base.SendAsync(request, ct).ConfigureAwait(false);
            await RewriteAsync(response, null).ConfigureAwait(false);
            return response;
        }

        return await PollAsync(request, deviceCode, ct).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> PollAsync(HttpRequestMessage request, string deviceCode, CancellationToken ct)
    {
        var poll = polls.GetOrAdd(deviceCode, _ => new Poll());
        if (poll.Extra > TimeSpan.Zero)
        {
            await time.DelayAsync(poll.Extra, ct).ConfigureAwait(false);
        }

        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, ct).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (!IsTls(e) && ++poll.Lost <= MaxLostPolls)
        {
            // RFC 8628 §3.5: after a connection timeout the client must poll less often before it tries again.
            poll.Extra += TimeSpan.FromSeconds(SlowDownSeconds);
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { RequestMessage = request, Content = Json(Pending()) };
        }

        poll.Lost = 0;
        if (!await RewriteAsync(response, poll).ConfigureAwait(false))
        {
            polls.TryRemove(deviceCode, out _);
        }

        return response;
    }

    internal static bool IsTls(Exception e) =>
        e is AuthenticationException || (e.InnerException is { } inner && IsTls(inner));

    /// <returns>True while the poll goes on.</returns>
    private static async Task<bool> RewriteAsync(HttpResponseMessage response, Poll? poll)
    {
        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        if (Parse(text) is not { } answer)
        {
            return false;
        }

        if (answer["error"] is JsonValue value && value.TryGetValue<string>(out var error))
        {
            if (poll is not null && error == "slow_down")
            {
                poll.Extra += TimeSpan.FromSeconds(SlowDownSeconds);
                Replace(response, Pending());
                return true;
            }

            if (answer["error_description"] is null)
            {
                answer["error_description"] = error;
                Replace(response, answer);
            }

            return error == "authorization_pending";
        }

        if (answer["device_code"] is not null && answer["interval"] is null)
        {
            answer["interval"] = SlowDownSeconds;
            Replace(response, answer);
        }

        return false;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            var answer = JsonNode.Parse(text) as JsonObject;
            answer?.ContainsKey("error"); // a member that occurs twice is found at the first use only
            return answer;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonObject Pending() => new()
    {
        ["error"] = "authorization_pending",
        ["error_description"] = "authorization_pending",
    };

    private static void Replace(HttpResponseMessage response, JsonObject answer)
    {
        response.Content.Dispose();
        response.Content = Json(answer);
    }

    private static StringContent Json(JsonObject answer) => new(answer.ToJsonString(), Encoding.UTF8, "application/json");

    private sealed class Poll
    {
        public TimeSpan Extra { get; set; }

        public int Lost { get; set; }
    }
}
