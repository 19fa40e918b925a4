using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Identity.Registration;

/// <summary>Looks at the tenant and works out what an app lacks. It only reads.</summary>
public sealed class AppPlanner
{
    private readonly GraphConnection graph;
    private readonly CloudEndpoints cloud;
    private readonly Applications applications;
    private readonly ServicePrincipals principals;

    public AppPlanner(GraphConnection graph, CloudEndpoints cloud)
    {
        this.graph = graph;
        this.cloud = cloud;
        applications = new Applications(graph);
        principals = new ServicePrincipals(graph);
    }

    /// <exception cref="RegistrationException">The shape cannot be, or the app is not there or not unique.</exception>
    /// <exception cref="GraphException">Graph refused to be read.</exception>
    public async Task<AppPlan> PlanAsync(AppShape shape, CancellationToken ct)
    {
        var current = await FindAsync(shape, ct).ConfigureAwait(false);
        if (shape.Name.Length == 0 && current?.DisplayName is { } name)
        {
            shape = shape with { Name = name };
        }

        var audience = shape.Audience ?? AudienceOf(current) ?? OutlookAppAudience.AzureADMyOrg;
        var limits = AudienceLimits.Of(audience);
        limits.Check(shape, cloud);
        var catalogue = await PermissionCatalogue.ReadAsync(principals, ct).ConfigureAwait(false);
        var plan = new AppPlan(shape, audience, current)
        {
            Permissions = catalogue.Resolve(shape.PermissionNames, shape.IsAppOnly && !shape.HasPerson),
            Principal = current?.AppId is { } clientId ? await principals.FindAsync(clientId, ct).ConfigureAwait(false) : null,
        };
        ApplicationDifference.Add(plan, limits, catalogue);
        if (plan.Principal is null)
        {
            plan.ChangeList.Add(new AppChange(AppChangeKind.Add, "service principal", null, shape.Name));
        }

        await PlanConsentAsync(plan, catalogue, ct).ConfigureAwait(false);
        await PlanRevocationAsync(plan, catalogue, ct).ConfigureAwait(false);
        await PlanOwnersAsync(plan, ct).ConfigureAwait(false);
        await PlanFederationAsync(plan, ct).ConfigureAwait(false);
        return plan;
    }

    public static OutlookAppAudience? AudienceOf(GraphApplication? app) =>
        Enum.TryParse<OutlookAppAudience>(app?.SignInAudience, ignoreCase: true, out var audience) ? audience : null;

    private async Task<GraphApplication?> FindAsync(AppShape shape, CancellationToken ct)
    {
        if (shape.ClientId is { } clientId)
        {
            return await applications.FindByClientIdAsync(clientId, ct).ConfigureAwait(false)
                ?? throw new RegistrationException(RegistrationFailure.NotFound, $"The tenant has no app registration with the client id {clientId}.", new[] { clientId });
        }

        var named = await applications.FindByNameAsync(shape.Name, ct).ConfigureAwait(false);
        return named.Count <= 1
            ? named.FirstOrDefault()
            : throw new RegistrationException(
                RegistrationFailure.Ambiguous,
                FormattableString.Invariant($"{named.Count} app registrations are named '{shape.Name}': {string.Join(", ", named.Select(a => a.AppId))}."),
                named.Select(a => a.AppId ?? "").ToArray());
    }

    private async Task PlanConsentAsync(AppPlan plan, PermissionCatalogue catalogue, CancellationToken ct)
    {
        if (plan.Shape.Consent == OutlookAppConsent.None)
        {
            return;
        }

        if (plan.Audience == OutlookAppAudience.PersonalMicrosoftAccount)
        {
            plan.NoteList.Add("Personal accounts consent one by one, at their first sign-in.");
            return;
        }

        var user = plan.Shape.Consent == OutlookAppConsent.User && plan.Permissions.Any(p => p.IsDelegated)
            ? (await graph.SendAsync<GraphDirectoryObject>(GraphCall.Get("/me?$select=id,displayName,userPrincipalName"), ct).ConfigureAwait(false))
            : null;
        var delegated = plan.Permissions.Where(p => p.IsDelegated).ToArray();
        if (delegated.Length > 0)
        {
            var there = plan.Principal?.Id is { } id
                ? await new DelegatedGrants(graph).OfAsync(id, ct).ConfigureAwait(false)
                : Array.Empty<GraphGrant>();

            // The registration declares IMAP and SMTP at Graph, and the token is asked for Exchange: each API wants its
            // own consent. openid and profile are asked for by every sign-in.
            var atGraph = new[] { "openid", "profile" }.Concat(delegated.Where(p => p.ApiAppId == ApiIds.Graph).Select(p => p.Value));
            var atExchange = delegated.Where(p => p.ApiAppId == ApiIds.ExchangeOnline).Select(p => p.Value)
                .Concat(delegated.Where(p => p.ApiAppId == ApiIds.Graph).Select(catalogue.AtExchange).Where(p => p is not null).Select(p => p!.Value));
            ConsentDifference.AddGrant(plan, catalogue, ApiIds.Graph, atGraph, there, user);
            ConsentDifference.AddGrant(plan, catalogue, ApiIds.ExchangeOnline, atExchange, there, user);
        }

        if (plan.Shape.Consent == OutlookAppConsent.Tenant && plan.Permissions.Any(p => !p.IsDelegated))
        {
            var there = plan.Principal?.Id is { } id
                ? await principals.AssignmentsAsync(id, ct).ConfigureAwait(false)
                : Array.Empty<GraphRoleAssignment>();
            ConsentDifference.AddRoles(plan, catalogue, there);
        }
        else if (plan.Permissions.Any(p => !p.IsDelegated))
        {
            plan.NoteList.Add("Application permissions take effect only once an administrator consents for the tenant.");
        }
    }

    private async Task PlanRevocationAsync(AppPlan plan, PermissionCatalogue catalogue, CancellationToken ct)
    {
        if (plan.Shape.Without.Count > 0 && plan.Principal?.Id is { } id)
        {
            ConsentDifference.Revoke(plan, await new DelegatedGrants(graph).OfAsync(id, ct).ConfigureAwait(false));
            ConsentDifference.Revoke(plan, catalogue, await principals.AssignmentsAsync(id, ct).ConfigureAwait(false));
        }
    }

    private async Task PlanOwnersAsync(AppPlan plan, CancellationToken ct)
    {
        if (plan.Shape.Owners.Count == 0)
        {
            return;
        }

        var there = plan.Current?.Id is { } id
            ? await applications.OwnersAsync(id, ct).ConfigureAwait(false)
            : Array.Empty<GraphDirectoryObject>();
        foreach (var owner in plan.Shape.Owners.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var user = Guid.TryParse(owner, out _) ? owner : await FindUserAsync(owner, ct).ConfigureAwait(false);
            if (!there.Any(t => Same(t.Id, user)) && !plan.Owners.Any(o => Same(o, user)))
            {
                plan.Owners.Add(user);
                plan.ChangeList.Add(new AppChange(AppChangeKind.Add, "owner", null, owner));
            }
        }
    }

    private async Task<string> FindUserAsync(string userName, CancellationToken ct) =>
        (await graph.FindAsync<GraphDirectoryObject>($"/users/{Uri.EscapeDataString(userName)}?$select=id", ct).ConfigureAwait(false))?.Id
        ?? throw new RegistrationException(RegistrationFailure.InvalidShape, $"The tenant has no user '{userName}' who could own the app.", new[] { "Owner" });

    private async Task PlanFederationAsync(AppPlan plan, CancellationToken ct)
    {
        if (plan.Shape.Federation is not { } wanted)
        {
            return;
        }

        var there = plan.Current?.Id is { } id
            ? await applications.FederatedCredentialsAsync(id, ct).ConfigureAwait(false)
            : Array.Empty<GraphFederatedCredential>();
        if (!there.Any(t => t.Issuer == wanted.Issuer && t.Subject == wanted.Subject))
        {
            plan.Federation = wanted;
            plan.ChangeList.Add(new AppChange(AppChangeKind.Add, "federated credential", null, $"{wanted.Name}: {wanted.Subject} of {wanted.Issuer}"));
        }
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
