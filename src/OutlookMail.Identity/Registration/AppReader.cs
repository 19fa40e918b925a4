using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Identity.Registration;

/// <summary>Reads app registrations as they are.</summary>
public sealed class AppReader
{
    private readonly Applications applications;
    private readonly ServicePrincipals principals;

    public AppReader(GraphConnection graph)
    {
        applications = new Applications(graph);
        principals = new ServicePrincipals(graph);
    }

    /// <summary>By client id, by exact name, or all.</summary>
    public async Task<IReadOnlyList<AppRegistration>> FindAsync(string? clientId, string? name, CancellationToken ct)
    {
        IReadOnlyList<GraphApplication> found = clientId is not null
            ? await applications.FindByClientIdAsync(clientId, ct).ConfigureAwait(false) is { } one ? new[] { one } : Array.Empty<GraphApplication>()
            : name is not null
                ? await applications.FindByNameAsync(name, ct).ConfigureAwait(false)
                : await applications.ListAsync(ct).ConfigureAwait(false);
        var all = new List<AppRegistration>();
        foreach (var app in found)
        {
            all.Add(new AppRegistration(app, await principals.FindAsync(app.AppId!, ct).ConfigureAwait(false)));
        }

        return all;
    }

    /// <summary>The one app that a client id or a name means.</summary>
    /// <exception cref="RegistrationException">NotFound or Ambiguous.</exception>
    public async Task<AppRegistration> GetAsync(string? clientId, string? name, CancellationToken ct)
    {
        var found = await FindAsync(clientId, name, ct).ConfigureAwait(false);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new RegistrationException(RegistrationFailure.NotFound, $"The tenant has no app registration {(clientId is null ? "named '" + name + "'" : "with the client id " + clientId)}.", new[] { clientId ?? name ?? "" }),
            _ => throw new RegistrationException(
                RegistrationFailure.Ambiguous,
                FormattableString.Invariant($"{found.Count} app registrations are named '{name}'."),
                found.Select(f => f.Application.AppId ?? "").ToArray()),
        };
    }

    public Task<PermissionCatalogue> CatalogueAsync(CancellationToken ct) => PermissionCatalogue.ReadAsync(principals, ct);

    /// <summary>The sign-ins that an app can serve as it is.</summary>
    public static OutlookAppSignIn SignInsOf(GraphApplication app)
    {
        var signIn = app.IsFallbackPublicClient == true ? OutlookAppSignIn.DeviceCode : OutlookAppSignIn.None;
        if (app.PublicClient?.RedirectUris?.Any(u => Uri.TryCreate(u, UriKind.Absolute, out var uri) && uri.IsLoopback) == true)
        {
            signIn |= OutlookAppSignIn.Interactive;
        }

        if (app.Web?.RedirectUris?.Count > 0)
        {
            signIn |= OutlookAppSignIn.Web;
        }

        return app.RequiredResourceAccess?.Any(a => a.ResourceAccess.Any(r => r.Type == GraphResourceAccess.Application)) == true
            ? signIn | OutlookAppSignIn.AppOnly
            : signIn;
    }
}
