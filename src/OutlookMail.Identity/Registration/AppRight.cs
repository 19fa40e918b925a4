using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// A Graph permission that whoever registers an app must hold, and what for
/// (microsoftgraph/microsoft-graph-devx-content permissions; learn.microsoft.com/graph/permissions-grant-via-msgraph).
/// </summary>
public sealed class AppRight
{
    // Each of these includes all the rights that registering can need.
    private static readonly string[] Broader = { "Directory.ReadWrite.All", "Directory.AccessAsUser.All" };

    private AppRight(string permission, string why)
    {
        Permission = permission;
        Why = why;
    }

    public string Permission { get; }

    /// <summary>In words: what cannot be done without it.</summary>
    public string Why { get; }

    /// <summary>What making or changing an app of this shape needs.</summary>
    public static IReadOnlyList<AppRight> Of(AppShape shape)
    {
        var rights = new List<AppRight> { new("Application.ReadWrite.All", "to create and change the app registration, its service principal and its secrets") };
        var delegated = shape.HasPerson || Names(shape, isDelegated: true);
        var application = shape.IsAppOnly || Names(shape, isDelegated: false);
        if ((shape.Consent != OutlookAppConsent.None || shape.Without.Count > 0) && delegated)
        {
            rights.Add(new AppRight("DelegatedPermissionGrant.ReadWrite.All", "to record the consent to delegated permissions"));
        }

        if ((shape.Consent == OutlookAppConsent.Tenant || shape.Without.Count > 0) && application)
        {
            rights.Add(new AppRight("AppRoleAssignment.ReadWrite.All", "to record the consent to application permissions"));
        }

        if (shape.Consent == OutlookAppConsent.User)
        {
            rights.Add(new AppRight("User.Read", "to know for whom the consent is"));
        }

        if (shape.Owners.Count > 0)
        {
            rights.Add(new AppRight("Directory.Read.All", "to add owners"));
        }

        return rights;
    }

    // A name that nobody knows here is taken for a delegated one: most are.
    private static bool Names(AppShape shape, bool isDelegated) => (shape.Permissions ?? Array.Empty<string>()).Concat(shape.Without).Any(name =>
    {
        var known = KnownPermissions.All.Where(p => string.Equals(p.Value, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return known.Length == 0 ? isDelegated : known.Any(p => p.IsDelegated == isDelegated);
    });

    /// <param name="rights">What is needed.</param>
    /// <param name="granted">The scopes of the token answer, with or without resource.</param>
    public static IReadOnlyList<AppRight> Missing(IEnumerable<AppRight> rights, IEnumerable<string> granted)
    {
        var held = new HashSet<string>(granted.Select(MailScopes.WithoutResource), StringComparer.OrdinalIgnoreCase);
        return held.Overlaps(Broader) ? Array.Empty<AppRight>() : rights.Where(r => !held.Contains(r.Permission)).ToArray();
    }

    public override string ToString() => $"{Permission} ({Why})";
}
