using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's /oauth2PermissionGrants: consents to delegated permissions.</summary>
public sealed class DelegatedGrants
{
    private readonly GraphConnection graph;

    public DelegatedGrants(GraphConnection graph) => this.graph = graph;

    /// <param name="servicePrincipalId">The app's service principal's object id.</param>
    /// <param name="ct">Cancels the wait.</param>
    public Task<IReadOnlyList<GraphGrant>> OfAsync(string servicePrincipalId, CancellationToken ct) =>
        graph.ListAsync<GraphGrant>("/oauth2PermissionGrants?$filter=" + Uri.EscapeDataString("clientId eq " + Applications.Quote(servicePrincipalId)), ct);

    public Task<GraphGrant> CreateAsync(GraphGrant grant, CancellationToken ct) =>
        graph.SendAsync<GraphGrant>(GraphCall.Post("/oauth2PermissionGrants", grant, awaitsReplication: true), ct);

    /// <summary>Replaces the grant's permissions: name those it keeps too.</summary>
    public Task UpdateAsync(string id, IEnumerable<string> scopes, CancellationToken ct) =>
        graph.SendAsync(GraphCall.Patch("/oauth2PermissionGrants/" + Uri.EscapeDataString(id), new GraphGrant { Scope = string.Join(" ", scopes) }), ct);

    public Task DeleteAsync(string id, CancellationToken ct) =>
        graph.SendAsync(GraphCall.Delete("/oauth2PermissionGrants/" + Uri.EscapeDataString(id)), ct);
}
