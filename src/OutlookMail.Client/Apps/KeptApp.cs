using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>An app that this user registered or brought.</summary>
internal sealed class KeptApp
{
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string Tenant { get; set; } = "";

    /// <summary>Where people of this app sign in: its tenant, or organizations, common or consumers where its audience is wider.</summary>
    public string? SignInTenant { get; set; }

    public string? Name { get; set; }

    /// <summary>The sign-ins that it was registered for; None for an app that was brought from elsewhere.</summary>
    public OutlookAppSignIn SignIn { get; set; }

    /// <summary>The Enterprise application's object id, which Exchange wants.</summary>
    public string? ServicePrincipalId { get; set; }

    /// <summary>The app by which it was registered, and can be managed again.</summary>
    public string? BootstrapClientId { get; set; }

    public List<string> RedirectUris { get; set; } = new();

    public bool IsDefault { get; set; }

    /// <summary>Its proof of itself is another provider's token, so it needs no secret here.</summary>
    public bool IsFederated { get; set; }

    public KeptSecret? Secret { get; set; }

    public KeptCertificate? Certificate { get; set; }

    public PendingSecret? Pending { get; set; }

    /// <summary>A certificate that is being added: written down with its key before Entra hears of it.</summary>
    public KeptCertificate? PendingCertificate { get; set; }

    public List<RetiringSecret> Retiring { get; set; } = new();

    public List<RetiringSecret> RetiringCertificates { get; set; } = new();
}
