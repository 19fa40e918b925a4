using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's /applications: app registrations, their secrets, certificates, owners and federated credentials.</summary>
public sealed class Applications
{
    // keyCredentials come without their key unless they are selected, and a PATCH of the list needs every key.
    private const string Selected = "$select=id,appId,displayName,signInAudience,isFallbackPublicClient,publicClient,web,api,requiredResourceAccess,passwordCredentials,keyCredentials,createdDateTime";

    private readonly GraphConnection graph;

    public Applications(GraphConnection graph) => this.graph = graph;

    /// <summary>POST /applications. A service principal is another call, and a secret a third.</summary>
    public Task<GraphApplication> CreateAsync(GraphApplication app, CancellationToken ct) =>
        graph.SendAsync<GraphApplication>(GraphCall.Post("/applications", app), ct);

    /// <returns>Null when there is none with this client id.</returns>
    public Task<GraphApplication?> FindByClientIdAsync(string clientId, CancellationToken ct) =>
        graph.FindAsync<GraphApplication>($"/applications(appId='{Uri.EscapeDataString(clientId)}')?{Selected}", ct);

    /// <summary>By object id, waiting for one that was made a moment ago.</summary>
    public Task<GraphApplication> GetNewAsync(string id, CancellationToken ct) =>
        graph.SendAsync<GraphApplication>(GraphCall.Get($"/applications/{Uri.EscapeDataString(id)}?{Selected}", awaitsReplication: true), ct);

    public Task<IReadOnlyList<GraphApplication>> FindByNameAsync(string displayName, CancellationToken ct) =>
        graph.ListAsync<GraphApplication>("/applications?$filter=" + Uri.EscapeDataString("displayName eq " + Quote(displayName)) + "&" + Selected, ct);

    public Task<IReadOnlyList<GraphApplication>> ListAsync(CancellationToken ct) =>
        graph.ListAsync<GraphApplication>("/applications?" + Selected, ct);

    /// <summary>PATCH: what is null in <paramref name="changes"/> stays as it is.</summary>
    public Task UpdateAsync(string id, GraphApplication changes, CancellationToken ct) =>
        graph.SendAsync(GraphCall.Patch("/applications/" + Uri.EscapeDataString(id), changes, awaitsReplication: true), ct);

    public Task DeleteAsync(string id, CancellationToken ct) =>
        graph.SendAsync(GraphCall.Delete("/applications/" + Uri.EscapeDataString(id)), ct);

    /// <summary>The answer holds the secret's value, for this one time.</summary>
    public Task<GraphPassword> AddPasswordAsync(string id, GraphPassword password, CancellationToken ct) =>
        graph.SendAsync<GraphPassword>(
            GraphCall.Post($"/applications/{Uri.EscapeDataString(id)}/addPassword", new AddPasswordRequest { PasswordCredential = password }, awaitsReplication: true), ct);

    public Task RemovePasswordAsync(string id, string keyId, CancellationToken ct) =>
        graph.SendAsync(GraphCall.Post($"/applications/{Uri.EscapeDataString(id)}/removePassword", new RemovePasswordRequest { KeyId = keyId }), ct);

    /// <summary>For an app that already has a certificate to sign <paramref name="proof"/> with; the first one goes in by <see cref="UpdateAsync"/>.</summary>
    public Task<GraphKey> AddKeyAsync(string id, GraphKey key, string proof, CancellationToken ct) =>
        graph.SendAsync<GraphKey>(GraphCall.Post($"/applications/{Uri.EscapeDataString(id)}/addKey", new AddKeyRequest { KeyCredential = key, Proof = proof }), ct);

    public Task<IReadOnlyList<GraphDirectoryObject>> OwnersAsync(string id, CancellationToken ct) =>
        graph.ListAsync<GraphDirectoryObject>($"/applications/{Uri.EscapeDataString(id)}/owners?$select=id,displayName,userPrincipalName", ct, awaitsReplication: true);

    public Task AddOwnerAsync(string id, string ownerId, CancellationToken ct) =>
        graph.SendAsync(
            GraphCall.Post($"/applications/{Uri.EscapeDataString(id)}/owners/$ref", new AddOwnerRequest { Id = graph.Root + "/directoryObjects/" + ownerId }, awaitsReplication: true), ct);

    public Task<IReadOnlyList<GraphFederatedCredential>> FederatedCredentialsAsync(string id, CancellationToken ct) =>
        graph.ListAsync<GraphFederatedCredential>($"/applications/{Uri.EscapeDataString(id)}/federatedIdentityCredentials", ct, awaitsReplication: true);

    public Task<GraphFederatedCredential> AddFederatedCredentialAsync(string id, GraphFederatedCredential credential, CancellationToken ct) =>
        graph.SendAsync<GraphFederatedCredential>(GraphCall.Post($"/applications/{Uri.EscapeDataString(id)}/federatedIdentityCredentials", credential, awaitsReplication: true), ct);

    // OData 4.01 §5.1.1.6.1: a quote within a string is doubled.
    internal static string Quote(string text) => "'" + text.Replace("'", "''") + "'";
}
