using System;
using System.Net.Http;
using System.Text.Json;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>Turns what MSAL and HttpClient throw into <see cref="SignInException"/>. MSAL's own objects stay behind: their text is not ours to vouch for.</summary>
internal static class SignInErrors
{
    public static SignInException From(MsalException e) => e switch
    {
        MsalThrottledServiceException throttled => FromService(throttled, SignInFailure.Transient),
        MsalUiRequiredException ui => FromService(ui, SignInFailure.InteractionRequired),
        MsalServiceException service => FromService(service, KindOf(service)),
        MsalClientException { ErrorCode: MsalError.CodeExpired } => new SignInException(SignInFailure.CodeExpired, "expired_token", "The device code ran out before anybody used it."),
        MsalClientException { ErrorCode: MsalError.ManagedIdentityAllSourcesUnavailable or MsalError.ManagedIdentityUnreachableNetwork } =>
            new SignInException(SignInFailure.ManagedIdentityUnavailable, e.ErrorCode, e.Message),
        MsalClientException { ErrorCode: MsalError.LinuxXdgOpen } => BrowserUnavailable("No browser could be opened here."),
        MsalClientException { ErrorCode: MsalError.AuthenticationCanceledError } => new SignInException(SignInFailure.Declined, "authentication_canceled", "The sign-in page was closed."),
        MsalClientException { ErrorCode: MsalError.StateMismatchError } => InvalidAnswer("The answer that the browser brought belongs to another sign-in."),
        _ => new SignInException(SignInFailure.InvalidAnswer, e.ErrorCode ?? "msal_error", e.Message),
    };

    public static SignInException FromHttp(HttpRequestException e) => TokenAnswerHandler.IsTls(e)
        ? new SignInException(SignInFailure.TlsFailed, "tls_failed", "TLS with the sign-in server failed: " + Innermost(e), e)
        : new SignInException(SignInFailure.Network, "network_error", "The sign-in server could not be reached: " + Innermost(e), e);

    public static SignInException BrowserUnavailable(string description, Exception? inner = null) =>
        new(SignInFailure.BrowserUnavailable, "browser_unavailable", description, inner);

    /// <summary>A refusal that the browser brought from the sign-in page.</summary>
    public static SignInException FromPage(string error, string description)
    {
        var parts = ErrorDescription.Parse(description);
        var kind = error switch
        {
            "access_denied" or "consent_required" when parts.AadstsCode is null or 65004 => SignInFailure.Declined,
            "interaction_required" or "login_required" or "consent_required" => SignInFailure.InteractionRequired,
            "temporarily_unavailable" or "server_error" => SignInFailure.Transient,
            _ => SignInFailure.Refused,
        };
        return new SignInException(kind, error, parts.Text)
        {
            AadstsCode = parts.AadstsCode,
            TraceId = parts.TraceId,
            CorrelationId = parts.CorrelationId,
        };
    }

    public static SignInException TimedOut() =>
        new(SignInFailure.Network, "request_timeout", "The sign-in server did not answer in time.");

    public static SignInException InvalidAnswer(string description, Exception? inner = null) =>
        new(SignInFailure.InvalidAnswer, "invalid_answer", description, inner);

    private static SignInFailure KindOf(MsalServiceException e) => e.ErrorCode switch
    {
        "authorization_declined" or "access_denied" => SignInFailure.Declined,
        "expired_token" => SignInFailure.CodeExpired,
        "interaction_required" or "login_required" or "consent_required" => SignInFailure.InteractionRequired,
        MsalError.ManagedIdentityUnreachableNetwork or MsalError.ManagedIdentityAllSourcesUnavailable => SignInFailure.ManagedIdentityUnavailable,
        "temporarily_unavailable" or "server_error" => SignInFailure.Transient,
        MsalError.RequestTimeout => SignInFailure.Network,
        _ when e.StatusCode == 429 || e.StatusCode >= 500 => SignInFailure.Transient,
        _ => SignInFailure.Refused,
    };

    private static SignInException FromService(MsalServiceException e, SignInFailure failure)
    {
        var body = Body.Parse(e.ResponseBody);
        var description = ErrorDescription.Parse(body.Description ?? e.Message);

        // access_denied is RFC 8628's word for a person's refusal, and Entra's for one by policy, which carries an AADSTS number.
        if (failure == SignInFailure.Declined && e.ErrorCode == "access_denied" && (body.AadstsCode ?? description.AadstsCode) is { } code && code != 65004)
        {
            failure = SignInFailure.Refused;
        }

        return new SignInException(failure, body.Error ?? e.ErrorCode, description.Text)
        {
            SubError = body.SubError,
            AadstsCode = body.AadstsCode ?? description.AadstsCode,
            TraceId = body.TraceId ?? description.TraceId,
            CorrelationId = body.CorrelationId ?? description.CorrelationId ?? e.CorrelationId,
            HttpStatus = e.StatusCode > 0 ? e.StatusCode : null,
            RetryAfter = e.Headers?.RetryAfter?.Delta,
            Claims = string.IsNullOrEmpty(e.Claims) ? null : e.Claims,
        };
    }

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message;
    }

    /// <summary>The fields of an OAuth error body that MSAL does not hand on.</summary>
    private sealed class Body
    {
        public string? Error { get; private set; }

        public string? SubError { get; private set; }

        public string? Description { get; private set; }

        public int? AadstsCode { get; private set; }

        public string? TraceId { get; private set; }

        public string? CorrelationId { get; private set; }

        public static Body Parse(string? text)
        {
            var body = new Body();
            if (string.IsNullOrEmpty(text))
            {
                return body;
            }

            try
            {
                using var json = JsonDocument.Parse(text!);
                var root = json.RootElement;
                if (root.ValueKind == JsonValueKind.Object)
                {
                    body.Error = Text(root, "error");
                    body.SubError = Text(root, "suberror");
                    body.Description = Text(root, "error_description");
                    body.TraceId = Text(root, "trace_id");
                    body.CorrelationId = Text(root, "correlation_id");
                    body.AadstsCode = root.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array &&
                        codes.GetArrayLength() > 0 && codes[0].ValueKind == JsonValueKind.Number && codes[0].TryGetInt32(out var code) ? code : null;
                }
            }
            catch (JsonException)
            {
                // A proxy's page: MSAL's own message is all there is.
            }

            return body;
        }

        private static string? Text(JsonElement root, string name) =>
            root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
    }
}
