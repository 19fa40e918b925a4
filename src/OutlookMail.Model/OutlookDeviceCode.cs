using System;

namespace OutlookMail.Model;

/// <summary>What a person needs to finish a device-code sign-in (RFC 8628 §3.2). The device code itself is a secret and is not here.</summary>
public sealed class OutlookDeviceCode
{
    public OutlookDeviceCode(string userCode, Uri verificationUri, string message, DateTimeOffset expiresOn)
    {
        UserCode = userCode;
        VerificationUri = verificationUri;
        Message = message;
        ExpiresOn = expiresOn;
    }

    public string UserCode { get; }

    public Uri VerificationUri { get; }

    /// <summary>The server's own sentence, in the language it chose.</summary>
    public string Message { get; }

    public DateTimeOffset ExpiresOn { get; }

    public override string ToString() => Message;
}
