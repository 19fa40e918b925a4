using System.Collections.Generic;
using System.Security;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Which app the guide is for, and what was pasted from the portal so far.</summary>
public sealed class SetupGuideRequest
{
    public string Name { get; set; } = "Outlook mail";

    public OutlookAppSignIn SignIn { get; set; } = OutlookAppSignIn.DeviceCode;

    public OutlookAppAudience Audience { get; set; } = OutlookAppAudience.AzureADMyOrg;

    public IReadOnlyList<string>? Permissions { get; set; }

    public string? Tenant { get; set; }

    public string? ClientId { get; set; }

    public string? RedirectUri { get; set; }

    public SecureString? ClientSecret { get; set; }
}
