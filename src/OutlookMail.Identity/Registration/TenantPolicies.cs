using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>Reads the tenant's policies that decide over a mail sign-in (Policy.Read.All).</summary>
public sealed class TenantPolicies
{
    private readonly GraphConnection graph;

    public TenantPolicies(GraphConnection graph) => this.graph = graph;

    /// <summary>Whether people may consent for themselves to what no administrator has to.</summary>
    /// <exception cref="GraphException">403 without the right to read policies.</exception>
    public async Task<bool> UsersMayConsentAsync(CancellationToken ct) =>
        (await graph.SendAsync<GraphAuthorizationPolicy>(GraphCall.Get("/policies/authorizationPolicy"), ct).ConfigureAwait(false)).DefaultUserRole is { MayConsent: true };

    /// <summary>Enforced Conditional Access policies that stop sign-ins by device code.</summary>
    /// <exception cref="GraphException">403 without the right to read policies.</exception>
    public async Task<IReadOnlyList<GraphAccessPolicy>> AgainstDeviceCodeAsync(CancellationToken ct) =>
        (await graph.ListAsync<GraphAccessPolicy>("/identity/conditionalAccess/policies", ct).ConfigureAwait(false)).Where(p => p.BlocksDeviceCode).ToArray();
}
