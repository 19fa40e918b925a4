using System;

namespace OutlookMail.Identity;

/// <summary>Microsoft Graph said no: <c>{"error":{"code","message","innerError":{"request-id"}}}</c>.</summary>
public sealed class GraphException : Exception
{
    internal GraphException(int httpStatus, string code, string message)
        : base(message)
    {
        HttpStatus = httpStatus;
        Code = code;
    }

    public int HttpStatus { get; }

    /// <summary>Graph's own code, for example InvalidAuthenticationToken; <c>http_401</c> when the body held none.</summary>
    public string Code { get; }

    /// <summary>The code of the first detail, for example NoBackingApplicationObject; null when there is none.</summary>
    public string? Detail { get; internal set; }

    public string? RequestId { get; internal set; }

    public TimeSpan? RetryAfter { get; internal set; }

    public bool IsTransient => HttpStatus is 429 or 500 or 502 or 503 or 504;
}
