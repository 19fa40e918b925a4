using System;
using System.Security;

namespace OutlookMail.Client;

/// <summary>What New- and Update-OutlookAppCertificate can be told. Without a file and a thumbprint one is made.</summary>
public sealed class AppCertificateRequest
{
    public string? ClientId { get; set; }

    /// <summary>The app's name, where no client id is given.</summary>
    public string? AppName { get; set; }

    /// <summary>The certificate's common name and description.</summary>
    public string Name { get; set; } = "OutlookMail";

    public TimeSpan Lifetime { get; set; } = RegisterAppRequest.DefaultSecretLifetime;

    /// <summary>A PFX or PEM file with its private key.</summary>
    public string? Path { get; set; }

    public SecureString? Password { get; set; }

    /// <summary>One of the user's or the machine's store, which stays there.</summary>
    public string? Thumbprint { get; set; }

    /// <summary>How long the certificate before stays good; null leaves it as it is.</summary>
    public TimeSpan? Overlap { get; set; }
}
