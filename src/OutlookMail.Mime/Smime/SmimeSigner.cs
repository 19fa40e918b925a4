using System;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Mime;

/// <summary>Who signed: the certificate is the signer's word until <see cref="Trust"/> says more.</summary>
public sealed class SmimeSigner
{
    internal SmimeSigner(X509Certificate2? certificate, DateTimeOffset? signingTime, SmimeTrust trust, string? trustProblem)
    {
        Certificate = certificate;
        SigningTime = signingTime;
        Trust = trust;
        TrustProblem = trustProblem;
        string? address = certificate?.GetNameInfo(X509NameType.EmailName, forIssuer: false);
        Address = string.IsNullOrEmpty(address) ? null : address;
    }

    /// <summary>Null when the message does not carry it.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The mail address in the certificate; compare it with From (RFC 8550 §3).</summary>
    public string? Address { get; }

    /// <summary>As the signer says.</summary>
    public DateTimeOffset? SigningTime { get; }

    public SmimeTrust Trust { get; }

    /// <summary>Why the certificate is not trusted; null otherwise.</summary>
    public string? TrustProblem { get; }
}
