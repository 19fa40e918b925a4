using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// Carries out a plan. Each step leaves something that the next plan finds done, so a run that was cut off is continued
/// by running it again.
/// </summary>
public sealed class AppRegistrar
{
    private readonly GraphConnection graph;
    private readonly Applications applications;
    private readonly ServicePrincipals principals;
    private readonly Action<string>? step;

    /// <param name="graph">Where.</param>
    /// <param name="step">Told of each step before it begins.</param>
    public AppRegistrar(GraphConnection graph, Action<string>? step = null)
    {
        this.graph = graph;
        this.step = step;
        applications = new Applications(graph);
        principals = new ServicePrincipals(graph);
    }

    /// <exception cref="GraphException">Graph refused a step, and waiting did not help.</exception>
    public async Task<AppRegistration> ApplyAsync(AppPlan plan, CancellationToken ct)
    {
        var app = await WriteApplicationAsync(plan, ct).ConfigureAwait(false);
        var principal = plan.Principal ?? await EnsurePrincipalAsync(app.AppId!, ct).ConfigureAwait(false);
        foreach (var grant in plan.Grants)
        {
            step?.Invoke($"Consenting to {grant.Scope}");
            await GrantAsync(grant, principal.Id!, ct).ConfigureAwait(false);
        }

        foreach (var role in plan.Roles)
        {
            step?.Invoke("Consenting to application permissions");
            role.PrincipalId = principal.Id;
            await principals.AssignAsync(role, ct).ConfigureAwait(false);
        }

        foreach (var grant in plan.Narrowed)
        {
            step?.Invoke("Taking consents back");
            var grants = new DelegatedGrants(graph);
            await (grant.Scopes.Count == 0 ? grants.DeleteAsync(grant.Id!, ct) : grants.UpdateAsync(grant.Id!, grant.Scopes, ct)).ConfigureAwait(false);
        }

        foreach (var role in plan.Revoked)
        {
            step?.Invoke("Taking consents back");
            await principals.RevokeAsync(role, ct).ConfigureAwait(false);
        }

        foreach (var owner in plan.Owners)
        {
            step?.Invoke($"Adding owner {owner}");
            await applications.AddOwnerAsync(app.Id!, owner, ct).ConfigureAwait(false);
        }

        if (plan.Federation is { } federation)
        {
            step?.Invoke($"Adding federated credential {federation.Name}");
            await applications.AddFederatedCredentialAsync(app.Id!, federation, ct).ConfigureAwait(false);
        }

        return new AppRegistration(app, principal);
    }

    private async Task<GraphApplication> WriteApplicationAsync(AppPlan plan, CancellationToken ct)
    {
        if (plan.Current is { } current)
        {
            if (plan.Write is null)
            {
                return current;
            }

            step?.Invoke($"Changing the app registration {plan.Shape.Name}");
            await applications.UpdateAsync(current.Id!, plan.Write, ct).ConfigureAwait(false);
            return await applications.GetNewAsync(current.Id!, ct).ConfigureAwait(false);
        }

        step?.Invoke($"Creating the app registration {plan.Shape.Name}");
        var made = await applications.CreateAsync(plan.Write!, ct).ConfigureAwait(false);
        return await applications.GetNewAsync(made.Id!, ct).ConfigureAwait(false);
    }

    private async Task<GraphServicePrincipal> EnsurePrincipalAsync(string clientId, CancellationToken ct)
    {
        step?.Invoke("Creating the service principal");
        try
        {
            return await principals.CreateAsync(clientId, ct).ConfigureAwait(false);
        }
        catch (GraphException refused) when (refused.HttpStatus is 400 or 409)
        {
            // A consent or another run made it in the meantime: then it is there, and this was no failure.
            if (await principals.FindAsync(clientId, ct).ConfigureAwait(false) is { } there)
            {
                return there;
            }

            throw;
        }
    }

    private Task GrantAsync(GraphGrant grant, string principalId, CancellationToken ct)
    {
        var grants = new DelegatedGrants(graph);
        if (grant.Id is { } id)
        {
            return grants.UpdateAsync(id, grant.Scopes, ct);
        }

        grant.ClientId = principalId;
        return grants.CreateAsync(grant, ct);
    }
}
