using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Identity.Registration;

/// <summary>What an app registration shall be, before anybody looks at what it is.</summary>
public sealed record AppShape
{
    /// <summary>What a mailbox in other software needs of a person's sign-in.</summary>
    public static IReadOnlyList<string> DelegatedPermissions { get; } =
        Array.AsReadOnly(new[] { "email", "offline_access", "IMAP.AccessAsUser.All", "SMTP.Send", "User.Read" });

    /// <summary>What a service without a person needs: application roles of Exchange Online.</summary>
    public static IReadOnlyList<string> ApplicationPermissions { get; } =
        Array.AsReadOnly(new[] { "IMAP.AccessAsApp", "SMTP.SendAsApp" });

    /// <summary>Where a browser sign-in on this machine ends: any port of it matches.</summary>
    public const string LoopbackRedirect = "http://localhost";

    /// <summary>The app that is meant; null finds it by its name, and makes it where there is none.</summary>
    public string? ClientId { get; init; }

    public string Name { get; init; } = "";

    public OutlookAppSignIn SignIn { get; init; } = OutlookAppSignIn.DeviceCode;

    /// <summary>Null: AzureADMyOrg for a new app, and as it is for an old one.</summary>
    public OutlookAppAudience? Audience { get; init; }

    /// <summary>Redirect addresses of the web application; needed for Web.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = Array.Empty<string>();

    /// <summary>Null: what the sign-ins need.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Permissions to take away, from the declaration and from consents.</summary>
    public IReadOnlyList<string> Without { get; init; } = Array.Empty<string>();

    public OutlookAppConsent Consent { get; init; } = OutlookAppConsent.None;

    /// <summary>Object ids or user principal names of users who shall own the app besides whoever does.</summary>
    public IReadOnlyList<string> Owners { get; init; } = Array.Empty<string>();

    /// <summary>A certificate that the app may sign in with, DER in base64.</summary>
    public GraphKey? Certificate { get; init; }

    /// <summary>Whose outside tokens the app takes.</summary>
    public GraphFederatedCredential? Federation { get; init; }

    /// <summary>Takes away declared permissions and redirects that are not asked for.</summary>
    public bool Exact { get; init; }

    /// <summary>Whether some sign-in of it is a person's.</summary>
    public bool HasPerson => (SignIn & (OutlookAppSignIn.DeviceCode | OutlookAppSignIn.Interactive | OutlookAppSignIn.Web)) != 0;

    public bool IsAppOnly => (SignIn & OutlookAppSignIn.AppOnly) != 0;

    /// <summary>Whether some sign-in of it needs a secret or a certificate.</summary>
    public bool IsConfidential => (SignIn & (OutlookAppSignIn.Web | OutlookAppSignIn.AppOnly)) != 0;

    /// <summary>Names as given, or by default those of the sign-ins, persons' first.</summary>
    public IReadOnlyList<string> PermissionNames
    {
        get
        {
            if (Permissions is { } given)
            {
                return given;
            }

            var names = new List<string>();
            if (HasPerson)
            {
                names.AddRange(DelegatedPermissions);
            }

            if (IsAppOnly)
            {
                names.AddRange(ApplicationPermissions);
            }

            return names;
        }
    }
}
