using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox.Entra;

/// <summary>An application object (Graph: <c>application</c>).</summary>
internal sealed class AppRegistration
{
    public const string WorkOneTenant = "AzureADMyOrg";
    public const string WorkAllTenants = "AzureADMultipleOrgs";
    public const string WorkAndPersonal = "AzureADandPersonalMicrosoftAccount";
    public const string PersonalOnly = "PersonalMicrosoftAccount";

    /// <summary>The id that Graph's URLs name; never the client id.</summary>
    public Guid ObjectId { get; init; } = Guid.NewGuid();

    /// <summary>The client id.</summary>
    public Guid AppId { get; init; } = Guid.NewGuid();

    public required string DisplayName { get; set; }

    public string SignInAudience { get; set; } = WorkOneTenant;

    /// <summary>"Allow public client flows". Without it the device flow's poll fails with AADSTS7000218.</summary>
    public bool? IsFallbackPublicClient { get; set; }

    public List<string> PublicRedirectUris { get; set; } = [];

    public List<string> WebRedirectUris { get; set; } = [];

    public List<string> SpaRedirectUris { get; set; } = [];

    /// <summary>requiredResourceAccess: what the registration declares, by resource.</summary>
    public Dictionary<Guid, List<DeclaredPermission>> RequiredResourceAccess { get; set; } = [];

    public List<string> IdentifierUris { get; set; } = [];

    public List<string> Tags { get; set; } = [];

    public string? Description { get; set; }

    public string? Notes { get; set; }

    /// <summary>api.requestedAccessTokenVersion: 2 where personal accounts sign in.</summary>
    public int? RequestedAccessTokenVersion { get; set; }

    /// <summary>Microsoft's own app, registered in another tenant: it is not listed here.</summary>
    public bool IsFirstParty { get; init; }

    /// <summary>Permissions at Graph that a first-party app has without anybody's consent; empty for others.</summary>
    public IReadOnlyList<string> PreAuthorized { get; init; } = [];

    public List<AppPassword> Passwords { get; set; } = [];

    public List<AppKey> Keys { get; set; } = [];

    public List<FederatedCredential> FederatedCredentials { get; set; } = [];

    /// <summary>Object ids of people.</summary>
    public List<Guid> Owners { get; set; } = [];

    public DateTimeOffset CreatedOn { get; init; }

    public bool AllowsPersonal => SignInAudience is WorkAndPersonal or PersonalOnly;

    public bool AllowsWork => SignInAudience != PersonalOnly;

    public override string ToString() => $"{DisplayName} ({AppId})";
}

/// <param name="Type">Scope (delegated) or Role (application).</param>
internal sealed record DeclaredPermission(Guid Id, string Type);
