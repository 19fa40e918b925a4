using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>One JSON document in a <see cref="TokenStore"/>: read, changed and written back under its lock.</summary>
internal sealed class JsonDocumentStore<T>
    where T : class, new()
{
    private readonly TokenStore store;

    public JsonDocumentStore(TokenStore store) => this.store = store;

    public async Task<T> ReadAsync(CancellationToken ct)
    {
        using var lease = await store.OpenAsync(ct).ConfigureAwait(false);
        return Read(lease);
    }

    /// <param name="change">Changes the document; false leaves the store as it is.</param>
    /// <param name="ct">Cancels the wait for the lock.</param>
    public async Task<bool> ChangeAsync(Func<T, bool> change, CancellationToken ct)
    {
        using var lease = await store.OpenAsync(ct).ConfigureAwait(false);
        var document = Read(lease);
        if (!change(document))
        {
            return false;
        }

        lease.Write(JsonSerializer.SerializeToUtf8Bytes(document, JsonDocumentOptions.Protected));
        return true;
    }

    private static T Read(TokenStoreLease lease)
    {
        if (lease.Read() is not { } bytes)
        {
            return new T();
        }

        try
        {
            return JsonSerializer.Deserialize<T>(bytes, JsonDocumentOptions.Protected) ?? new T();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            lease.SetAside("It is no document of this module.");
            return new T();
        }
    }
}
