using System.Collections.Generic;

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

    public List<string> RedirectUris { get; set; } = new();

    public bool IsDefault { get; set; }

    public KeptSecret? Secret { get; set; }

    public PendingSecret? Pending { get; set; }

    public List<RetiringSecret> Retiring { get; set; } = new();
}
