using System;
using System.IO;

namespace OutlookMail.Wire;

public sealed class TlsFailedException : IOException
{
    public const string NameMismatch = nameof(NameMismatch);
    public const string UntrustedRoot = nameof(UntrustedRoot);
    public const string Expired = nameof(Expired);
    public const string NotYetValid = nameof(NotYetValid);
    public const string Revoked = nameof(Revoked);
    public const string InvalidChain = nameof(InvalidChain);
    public const string NoCertificate = nameof(NoCertificate);
    public const string ProtocolTooOld = nameof(ProtocolTooOld);
    public const string Handshake = nameof(Handshake);
    public const string NotOffered = nameof(NotOffered);

    public TlsFailedException(string host, string reason, Exception? inner)
        : base($"TLS with {host} failed: {Describe(reason)}.", inner)
    {
        Host = host;
        Reason = reason;
    }

    public string Host { get; }

    /// <summary>One of the constants of this class.</summary>
    public string Reason { get; }

    /// <summary>The reason for people, in the middle of a sentence.</summary>
    public string Description => Describe(Reason);

    private static string Describe(string reason) => reason switch
    {
        NameMismatch => "the certificate is for another name",
        UntrustedRoot => "the certificate's root is not trusted",
        Expired => "a certificate of the chain has expired",
        NotYetValid => "the certificate is not valid yet",
        Revoked => "a certificate of the chain was revoked",
        InvalidChain => "the certificate chain does not hold",
        NoCertificate => "the server sent no certificate",
        ProtocolTooOld => "the server offers nothing newer than TLS 1.1",
        NotOffered => "the server does not offer STARTTLS",
        _ => "the handshake did not complete",
    };
}
