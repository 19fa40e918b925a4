using System;

namespace OutlookMail.Identity;

/// <summary>A sign-in that gave no token. No field ever holds a token, a secret or a device code.</summary>
public sealed class SignInException : Exception
{
    internal SignInException(SignInFailure failure, string error, string description, Exception? innerException = null)
        : base(description.Length > 0 ? description : error, innerException)
    {
        Failure = failure;
        Error = error;
        Description = description;
    }

    public SignInFailure Failure { get; }

    /// <summary>OAuth's error (RFC 6749 §5.2, RFC 8628 §3.5), or MSAL's own code when no server spoke.</summary>
    public string Error { get; }

    public string? SubError { get; internal set; }

    /// <summary>The number of the AADSTS code, for hints only: Microsoft asks programs to decide by <see cref="Error"/>.</summary>
    public int? AadstsCode { get; internal set; }

    /// <summary>The server's sentence, without its trace, correlation and time stamp.</summary>
    public string Description { get; }

    public string? TraceId { get; internal set; }

    public string? CorrelationId { get; internal set; }

    public int? HttpStatus { get; internal set; }

    /// <summary>How long the server asked to wait, or MSAL's own throttle; null when nobody named a time.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>A claims challenge to be passed on to an interactive sign-in; null when there was none.</summary>
    public string? Claims { get; internal set; }

    /// <summary>What needs PowerShell 7.4; null for every other failure.</summary>
    public string? Feature { get; private set; }

    public bool NeedsInteraction => Failure == SignInFailure.InteractionRequired;

    public bool IsTransient => Failure is SignInFailure.Transient or SignInFailure.Network;

    internal static SignInException InvalidSettings(string error, string description) =>
        new(SignInFailure.InvalidSettings, error, description);

    internal static SignInException RequiresPowerShell7(string what) =>
        new(SignInFailure.RequiresPowerShell7, "requires_powershell7", what + " needs PowerShell 7.4 or later.") { Feature = what };
}
