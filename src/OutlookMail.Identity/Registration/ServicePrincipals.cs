using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's /servicePrincipals: who is present in the tenant, what APIs offer, and consents to application permissions.</summary>
public sealed class ServicePrincipals
{
    private readonly GraphConnection graph;

    public ServicePrincipals(GraphConnection graph) => this.graph = graph;

    /// <returns>Null when the tenant has none for this app.</returns>
    public Task<GraphServicePrincipal?> FindAsync(string clientId, CancellationToken ct) =>
        graph.FindAsync<GraphServicePrincipal>($"/servicePrincipals(appId='{Uri.EscapeDataString(clientId)}')?$select=id,appId,displayName", ct);

    /// <summary>With the permissions that it offers. Null when the tenant has no such API.</summary>
    public Task<GraphServicePrincipal?> FindApiAsync(string appId, CancellationToken ct) =>
        graph.FindAsync<GraphServicePrincipal>($"/servicePrincipals(appId='{Uri.EscapeDataString(appId)}')?$select=id,appId,displayName,appRoles,oauth2PermissionScopes", ct);

    /// <summary>POST /servicePrincipals for an app that may have been made a moment ago.</summary>
    public Task<GraphServicePrincipal> CreateAsync(string clientId, CancellationToken ct) =>
        graph.SendAsync<GraphServicePrincipal>(GraphCall.Post("/servicePrincipals", new GraphServicePrincipal { AppId = clientId }, awaitsReplication: true), ct);

    /// <summary>The application permissions that were consented to this app.</summary>
    public Task<IReadOnlyList<GraphRoleAssignment>> AssignmentsAsync(string id, CancellationToken ct) =>
        graph.ListAsync<GraphRoleAssignment>($"/servicePrincipals/{Uri.EscapeDataString(id)}/appRoleAssignments", ct, awaitsReplication: true);

    /// <summary>Takes a consent to an application permission back.</summary>
    public Task RevokeAsync(GraphRoleAssignment assignment, CancellationToken ct) =>
        graph.SendAsync(GraphCall.Delete($"/servicePrincipals/{Uri.EscapeDataString(assignment.ResourceId!)}/appRoleAssignedTo/{Uri.EscapeDataString(assignment.Id!)}"), ct);

    /// <summary>Consents to an application permission, at once and without a prompt.</summary>
    /// <param name="assignment">principalId = the app's service principal, resourceId = the API's, appRoleId = the permission.</param>
    /// <param name="ct">Cancels the wait.</param>
    public Task<GraphRoleAssignment> AssignAsync(GraphRoleAssignment assignment, CancellationToken ct) =>
        graph.SendAsync<GraphRoleAssignment>(
            GraphCall.Post($"/servicePrincipals/{Uri.EscapeDataString(assignment.ResourceId!)}/appRoleAssignedTo", assignment, awaitsReplication: true), ct);
}
