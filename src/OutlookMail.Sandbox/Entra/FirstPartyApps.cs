using System.Collections.Generic;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Microsoft's own public clients, by which people sign in to register an app of their own (merill/microsoft-info, dirkjanm/ROADtools).</summary>
internal static class FirstPartyApps
{
    public static IEnumerable<AppRegistration> Create() =>
    [
        // Asks for its permissions when it needs them; each tenant has to consent.
        Make("14d82eec-204b-4c2f-b7e8-296a70dab67e", "Microsoft Graph Command Line Tools", []),

        // Preauthorised at Graph: no consent, and nothing beyond the list (AADSTS65002).
        Make("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Microsoft Azure CLI", AzurePreAuthorized),
        Make("1950a258-227b-4e31-a9cf-717495945fc2", "Microsoft Azure PowerShell", AzurePreAuthorized),
    ];

    private static readonly string[] AzurePreAuthorized =
        ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "Directory.AccessAsUser.All", "User.Read", "openid", "profile", "email", "offline_access"];

    private static AppRegistration Make(string appId, string name, IReadOnlyList<string> preAuthorized) => new()
    {
        AppId = new(appId),
        DisplayName = name,
        SignInAudience = AppRegistration.WorkAndPersonal,
        IsFallbackPublicClient = true,
        IsFirstParty = true,
        PreAuthorized = preAuthorized,
        PublicRedirectUris = ["http://localhost", "https://login.microsoftonline.com/common/oauth2/nativeclient"],
    };
}
