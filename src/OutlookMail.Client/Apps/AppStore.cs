using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;

namespace OutlookMail.Client;

/// <summary>Apps and their secrets, encrypted in the user's data folder beside the accounts, or in memory for a sandbox.</summary>
internal sealed class AppStore
{
    private readonly TokenStore store;

    public AppStore(TokenStore store) => this.store = store;

    public async Task<KeptApps> ReadAsync(CancellationToken ct)
    {
        using var lease = await store.OpenAsync(ct);
        return Read(lease);
    }

    /// <summary>Reads, changes and writes under one lock: whole, or not at all.</summary>
    public async Task<T> ChangeAsync<T>(Func<KeptApps, T> change, CancellationToken ct)
    {
        using var lease = await store.OpenAsync(ct);
        var apps = Read(lease);
        var result = change(apps);
        lease.Write(JsonSerializer.SerializeToUtf8Bytes(apps));
        return result;
    }

    /// <summary>Null when nothing is kept of the app.</summary>
    public async Task<KeptApp?> FindAsync(string authority, string clientId, CancellationToken ct) => (await ReadAsync(ct)).Find(authority, clientId);

    /// <summary>Changes what is kept of one app; something is kept of it from then on.</summary>
    public Task<T> ChangeAsync<T>(string authority, string clientId, string tenant, Func<KeptApps, KeptApp, T> change, CancellationToken ct) =>
        ChangeAsync(apps => change(apps, apps.Ensure(authority, clientId, tenant)), ct);

    /// <summary>Changes what is kept of an app that Graph shows.</summary>
    public Task ChangeAsync(string authority, GraphApplication app, string tenant, Action<KeptApp> change, CancellationToken ct) => ChangeAsync<object?>(
        authority,
        app.AppId!,
        tenant,
        (_, kept) =>
        {
            kept.Name ??= app.DisplayName;
            change(kept);
            return null;
        },
        ct);

    /// <summary>Removes replaced secrets or certificates whose time has come, each written down as done before the next.</summary>
    /// <param name="authority">The store's key beside the client id.</param>
    /// <param name="app">As Graph shows it now.</param>
    /// <param name="tenant">The app's tenant.</param>
    /// <param name="list">Which of its lists.</param>
    /// <param name="now">The time.</param>
    /// <param name="remove">Removes one at Entra, by its id; one that is gone already is no error.</param>
    /// <param name="ct">Cancels at the next one.</param>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> RetireAsync(string authority, GraphApplication app, string tenant, Func<KeptApp, List<RetiringSecret>> list, DateTimeOffset now, Func<string, Task> remove, CancellationToken ct)
    {
        var kept = await FindAsync(authority, app.AppId!, ct);
        var due = kept is null ? Array.Empty<string>() : list(kept).Where(r => r.RetireOn <= now).Select(r => r.KeyId).ToArray();
        foreach (var keyId in due)
        {
            await remove(keyId);
            await ChangeAsync(authority, app, tenant, k => list(k).RemoveAll(r => string.Equals(r.KeyId, keyId, StringComparison.OrdinalIgnoreCase)), ct);
        }

        return due;
    }

    public Task ChangeAsync(Action<KeptApps> change, CancellationToken ct) => ChangeAsync<object?>(
        apps =>
        {
            change(apps);
            return null;
        },
        ct);

    private static KeptApps Read(TokenStoreLease lease)
    {
        if (lease.Read() is not { } content)
        {
            return new KeptApps();
        }

        try
        {
            return JsonSerializer.Deserialize<KeptApps>(content) ?? new KeptApps();
        }
        catch (JsonException)
        {
            lease.SetAside("It holds no list of apps.");
            return new KeptApps();
        }
    }
}
