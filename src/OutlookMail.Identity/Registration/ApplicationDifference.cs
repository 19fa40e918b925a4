using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Identity.Registration;

/// <summary>What the application object itself lacks. What is there and not asked for stays, unless the shape is exact.</summary>
internal static class ApplicationDifference
{
    public static void Add(AppPlan plan, AudienceLimits limits, PermissionCatalogue catalogue)
    {
        var write = new GraphApplication();
        var before = plan.ChangeList.Count;
        AddNames(plan, write, limits);
        AddPublicClient(plan, write);
        write.PublicClient = AddRedirects(plan, "public client", plan.Current?.PublicClient, Loopback(plan.Shape), "publicClient");
        write.Web = AddRedirects(plan, "web", plan.Current?.Web, plan.Shape.RedirectUris, "web");
        write.RequiredResourceAccess = AddPermissions(plan, catalogue);
        AddCertificate(plan, write);
        limits.CheckTotals(Redirects(plan, write), write.RequiredResourceAccess ?? plan.Current?.RequiredResourceAccess ?? new List<GraphResourceAccessList>());
        plan.Write = plan.ChangeList.Count > before ? write : null;
    }

    private static void AddNames(AppPlan plan, GraphApplication write, AudienceLimits limits)
    {
        var audience = plan.Audience.ToString();
        if (plan.Current is not { } current)
        {
            write.DisplayName = plan.Shape.Name;
            write.SignInAudience = audience;
            plan.ChangeList.Add(new AppChange(AppChangeKind.Add, "app registration", null, $"{plan.Shape.Name} ({audience})"));
        }
        else
        {
            if (current.DisplayName != plan.Shape.Name)
            {
                write.DisplayName = plan.Shape.Name;
                plan.ChangeList.Add(new AppChange(AppChangeKind.Change, "name", current.DisplayName, plan.Shape.Name));
            }

            if (!string.Equals(current.SignInAudience, audience, StringComparison.OrdinalIgnoreCase))
            {
                write.SignInAudience = audience;
                plan.ChangeList.Add(new AppChange(AppChangeKind.Change, "supported account types", current.SignInAudience, audience));
            }
        }

        if (limits.IsPersonal && plan.Current?.Api?.RequestedAccessTokenVersion != 2)
        {
            write.Api = new GraphApi { RequestedAccessTokenVersion = 2 };
            plan.ChangeList.Add(plan.Current is null
                ? new AppChange(AppChangeKind.Add, "access token version", null, "2")
                : new AppChange(AppChangeKind.Change, "access token version", "1", "2"));
        }
    }

    // Device code has no redirect by which Entra could know a public client, so the switch alone decides.
    private static void AddPublicClient(AppPlan plan, GraphApplication write)
    {
        var wanted = (plan.Shape.SignIn & OutlookAppSignIn.DeviceCode) != 0;
        var there = plan.Current?.IsFallbackPublicClient == true;
        if (wanted == there || (there && !plan.Shape.Exact))
        {
            return;
        }

        write.IsFallbackPublicClient = wanted;
        plan.ChangeList.Add(plan.Current is null
            ? new AppChange(AppChangeKind.Add, "allow public client flows", null, "yes")
            : new AppChange(AppChangeKind.Change, "allow public client flows", there ? "yes" : "no", wanted ? "yes" : "no"));
    }

    private static GraphRedirects? AddRedirects(AppPlan plan, string platform, GraphRedirects? current, IReadOnlyCollection<string> wanted, string property)
    {
        var there = current?.RedirectUris ?? new List<string>();

        // Entra compares the path with its case, so two addresses that differ in it are two.
        var missing = wanted.Distinct(StringComparer.Ordinal).Where(w => !there.Contains(w, StringComparer.Ordinal)).ToArray();
        var extra = plan.Shape.Exact ? there.Where(t => !wanted.Contains(t, StringComparer.Ordinal)).ToArray() : Array.Empty<string>();
        var what = $"redirect address ({platform}, {property}.redirectUris)";
        plan.ChangeList.AddRange(missing.Select(m => new AppChange(AppChangeKind.Add, what, null, m)));
        plan.ChangeList.AddRange(extra.Select(e => new AppChange(AppChangeKind.Remove, what, e, null)));
        return missing.Length + extra.Length == 0 ? null : new GraphRedirects { RedirectUris = there.Except(extra, StringComparer.Ordinal).Concat(missing).ToList() };
    }

    private static List<GraphResourceAccessList>? AddPermissions(AppPlan plan, PermissionCatalogue catalogue)
    {
        var there = plan.Current?.RequiredResourceAccess ?? new List<GraphResourceAccessList>();
        var result = new List<GraphResourceAccessList>();
        var before = plan.ChangeList.Count;
        foreach (var api in there.Select(t => t.ResourceAppId).Concat(plan.Permissions.Select(p => p.ApiAppId)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var declared = there.Where(t => Same(t.ResourceAppId, api)).SelectMany(t => t.ResourceAccess).ToArray();
            var wanted = plan.Permissions.Where(p => Same(p.ApiAppId, api)).ToArray();
            var missing = wanted.Where(w => !declared.Any(d => Same(d.Id, w.Id) && Same(d.Type, w.Type))).ToArray();
            var extra = declared.Where(d => plan.Shape.Without.Contains(catalogue.NameOf(api, d), StringComparer.OrdinalIgnoreCase)
                || (plan.Shape.Exact && !wanted.Any(w => Same(d.Id, w.Id) && Same(d.Type, w.Type)))).ToArray();
            plan.ChangeList.AddRange(missing.Select(m => new AppChange(AppChangeKind.Add, "permission", null, m.ToString())));
            plan.ChangeList.AddRange(extra.Select(e => new AppChange(AppChangeKind.Remove, "permission", catalogue.Describe(api, e), null)));
            var access = declared.Except(extra).Concat(missing.Select(m => new GraphResourceAccess { Id = m.Id, Type = m.Type })).ToList();
            if (access.Count > 0)
            {
                result.Add(new GraphResourceAccessList { ResourceAppId = api, ResourceAccess = access });
            }
        }

        return plan.ChangeList.Count > before ? result : null;
    }

    // The whole list is replaced by a PATCH, so those that are there go along.
    private static void AddCertificate(AppPlan plan, GraphApplication write)
    {
        var there = plan.Current?.KeyCredentials ?? new List<GraphKey>();
        if (plan.Shape.Certificate is not { } wanted || there.Any(t => t.Key == wanted.Key))
        {
            return;
        }

        write.KeyCredentials = there.Append(wanted).ToList();
        plan.ChangeList.Add(new AppChange(AppChangeKind.Add, "certificate", null, wanted.DisplayName ?? "(no name)"));
    }

    private static IReadOnlyCollection<string> Loopback(AppShape shape) =>
        (shape.SignIn & OutlookAppSignIn.Interactive) != 0 ? new[] { AppShape.LoopbackRedirect } : Array.Empty<string>();

    private static IReadOnlyCollection<string> Redirects(AppPlan plan, GraphApplication write) =>
        ((write.PublicClient ?? plan.Current?.PublicClient)?.RedirectUris ?? new List<string>())
            .Concat((write.Web ?? plan.Current?.Web)?.RedirectUris ?? new List<string>())
            .ToArray();

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
