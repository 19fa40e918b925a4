using System;

namespace OutlookMail.Model;

/// <summary>An app registration in Microsoft Entra, as mail sees it. It holds no secret.</summary>
public sealed class OutlookApp
{
    public OutlookApp(string name, string clientId)
    {
        Name = name;
        ClientId = clientId;
    }

    public string Name { get; }

    /// <summary>The application (client) id, by which sign-ins name the app.</summary>
    public string ClientId { get; }

    /// <summary>The registration's own object id.</summary>
    public string ObjectId { get; set; } = "";

    /// <summary>The Enterprise application's object id: what Exchange's New-ServicePrincipal wants. Empty when there is none.</summary>
    public string ServicePrincipalId { get; set; } = "";

    /// <summary>The id of the tenant it is registered in.</summary>
    public string Tenant { get; set; } = "";

    public OutlookAppAudience Audience { get; set; }

    /// <summary>The sign-ins that it can serve as it is.</summary>
    public OutlookAppSignIn SignIn { get; set; }

    /// <summary>Redirect addresses of all platforms.</summary>
    public string[] RedirectUris { get; set; } = Array.Empty<string>();

    /// <summary>Declared permissions, for example "SMTP.Send (delegated, Microsoft Graph)".</summary>
    public string[] Permissions { get; set; } = Array.Empty<string>();

    public OutlookAppSecret[] Secrets { get; set; } = Array.Empty<OutlookAppSecret>();

    public DateTimeOffset? CreatedOn { get; set; }

    /// <summary>Whether Connect-OutlookMailbox uses it when it is given no -ClientId.</summary>
    public bool IsDefault { get; set; }

    /// <summary>What the command changed, line by line; empty when everything was as it should be.</summary>
    public string[] Changes { get; set; } = Array.Empty<string>();

    /// <summary>What a person should know or still do.</summary>
    public string[] Notes { get; set; } = Array.Empty<string>();

    public override string ToString() => $"{Name} ({ClientId})";
}
