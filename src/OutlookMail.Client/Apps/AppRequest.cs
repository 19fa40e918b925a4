using System.Security;
using System.Security.Cryptography.X509Certificates;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Where apps are registered, and who does it. What is null is taken from the sandbox, the environment or the cloud's row.</summary>
public sealed class AppRequest
{
    /// <summary>The app that signs in to Graph to do the work. There is no default.</summary>
    public string? BootstrapClientId { get; set; }

    /// <summary>The tenant to work in: its id or a verified domain.</summary>
    public string? Tenant { get; set; }

    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    public string? Account { get; set; }

    /// <summary>A Graph token that somebody else got.</summary>
    public SecureString? AccessToken { get; set; }

    /// <summary>Signs in by the system's browser instead of a device code.</summary>
    public bool Interactive { get; set; }

    public bool CanInteract { get; set; } = true;

    public OutlookSandboxInfo? Sandbox { get; set; }

    public string? Authority { get; set; }

    public string? Graph { get; set; }

    public X509Certificate2? CertificateAuthority { get; set; }

    /// <summary>Where accounts and apps are kept; null for the user's data folder.</summary>
    public string? StoreFolder { get; set; }
}
