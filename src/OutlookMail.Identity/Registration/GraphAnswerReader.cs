using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;

namespace OutlookMail.Identity.Registration;

/// <summary>Reads what Graph answers: an object, or <c>{"error":{"code","message","details","innerError"}}</c>.</summary>
internal static class GraphAnswerReader
{
    public static T Read<T>(GraphCall call, string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body) ?? throw Invalid(call, null);
        }
        catch (JsonException e)
        {
            throw Invalid(call, e);
        }
    }

    public static GraphException ReadError(HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        var code = FormattableString.Invariant($"http_{status}");
        var message = FormattableString.Invariant($"Microsoft Graph answered {status} {response.ReasonPhrase}.");
        string? detail = null;
        string? requestId = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (Property(json.RootElement, "error") is { ValueKind: JsonValueKind.Object } error)
            {
                code = Text(error, "code") ?? code;
                message = Text(error, "message") ?? message;
                detail = Property(error, "details") is { ValueKind: JsonValueKind.Array } details
                    ? details.EnumerateArray().Select(d => Text(d, "code")).FirstOrDefault(c => c is not null)
                    : null;
                requestId = Property(error, "innerError") is { } inner ? Text(inner, "request-id") : null;
            }
        }
        catch (JsonException)
        {
            // A proxy's page: the status is all there is to say.
        }

        return new GraphException(status, code, message)
        {
            Detail = detail,
            RequestId = requestId,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private static SignInException Invalid(GraphCall call, JsonException? inner) =>
        SignInErrors.InvalidAnswer($"Microsoft Graph answered {call.Name} with something that is not what it documents.", inner);

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
