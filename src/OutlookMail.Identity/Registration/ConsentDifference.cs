using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Identity.Registration;

/// <summary>Which consents are missing.</summary>
internal static class ConsentDifference
{
    /// <param name="plan">Gets the grant and its line.</param>
    /// <param name="catalogue">Knows the API's service principal.</param>
    /// <param name="apiAppId">The API that the permissions are of.</param>
    /// <param name="wanted">Names of delegated permissions.</param>
    /// <param name="there">The app's grants.</param>
    /// <param name="user">Whom the consent is for; null for everybody.</param>
    public static void AddGrant(AppPlan plan, PermissionCatalogue catalogue, string apiAppId, IEnumerable<string> wanted, IReadOnlyList<GraphGrant> there, GraphDirectoryObject? user)
    {
        var names = wanted.Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (names.Length == 0)
        {
            return;
        }

        if (catalogue.Api(apiAppId)?.Id is not { } resourceId)
        {
            plan.NoteList.Add($"This tenant has no service principal of {ApiIds.NameOf(apiAppId)}, so nobody can consent to its permissions here: it has no licence for it yet.");
            return;
        }

        var ofApi = there.Where(g => Same(g.ResourceId, resourceId)).ToArray();
        var forEverybody = ofApi.FirstOrDefault(g => g.ConsentType == GraphGrant.Everybody);
        var own = user is null ? forEverybody : ofApi.FirstOrDefault(g => g.ConsentType == GraphGrant.OneUser && Same(g.PrincipalId, user.Id));
        var covered = new HashSet<string>((forEverybody?.Scopes ?? Array.Empty<string>()).Concat(own?.Scopes ?? Array.Empty<string>()), StringComparer.OrdinalIgnoreCase);
        var missing = names.Where(n => !covered.Contains(n)).ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        // PATCH replaces the text, so what is there goes along.
        plan.Grants.Add(new GraphGrant
        {
            Id = own?.Id,
            ConsentType = user is null ? GraphGrant.Everybody : GraphGrant.OneUser,
            PrincipalId = user?.Id,
            ResourceId = resourceId,
            Scope = string.Join(" ", (own?.Scopes ?? Array.Empty<string>()).Concat(missing)),
        });
        var who = user is null ? "everybody" : user.UserPrincipalName ?? user.Id;
        plan.ChangeList.Add(new AppChange(AppChangeKind.Add, $"consent for {who} ({ApiIds.NameOf(apiAppId)})", null, string.Join(" ", missing)));
    }

    public static void AddRoles(AppPlan plan, PermissionCatalogue catalogue, IReadOnlyList<GraphRoleAssignment> there)
    {
        foreach (var role in plan.Permissions.Where(p => !p.IsDelegated))
        {
            if (catalogue.Api(role.ApiAppId)?.Id is not { } resourceId)
            {
                plan.NoteList.Add($"This tenant has no service principal of {ApiIds.NameOf(role.ApiAppId)}, so {role.Value} cannot be consented to here: it has no licence for it yet.");
            }
            else if (!there.Any(t => Same(t.ResourceId, resourceId) && Same(t.AppRoleId, role.Id)))
            {
                plan.Roles.Add(new GraphRoleAssignment { ResourceId = resourceId, AppRoleId = role.Id });
                plan.ChangeList.Add(new AppChange(AppChangeKind.Add, $"admin consent ({ApiIds.NameOf(role.ApiAppId)})", null, role.Value));
            }
        }
    }

    /// <summary>Takes the permissions that are not wanted out of what people and administrators have consented to.</summary>
    public static void Revoke(AppPlan plan, IReadOnlyList<GraphGrant> there)
    {
        foreach (var grant in there)
        {
            var gone = grant.Scopes.Where(s => plan.Shape.Without.Contains(s, StringComparer.OrdinalIgnoreCase)).ToArray();
            if (gone.Length > 0)
            {
                plan.Narrowed.Add(new GraphGrant { Id = grant.Id, Scope = string.Join(" ", grant.Scopes.Except(gone)) });
                plan.ChangeList.Add(new AppChange(AppChangeKind.Remove, $"consent for {(grant.ConsentType == GraphGrant.Everybody ? "everybody" : grant.PrincipalId)}", string.Join(" ", gone), null));
            }
        }
    }

    public static void Revoke(AppPlan plan, PermissionCatalogue catalogue, IReadOnlyList<GraphRoleAssignment> there)
    {
        foreach (var role in there)
        {
            var name = catalogue.NameOfRole(role);
            if (name is not null && plan.Shape.Without.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                plan.Revoked.Add(role);
                plan.ChangeList.Add(new AppChange(AppChangeKind.Remove, "admin consent", name, null));
            }
        }
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
