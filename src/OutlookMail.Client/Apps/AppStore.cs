using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

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
