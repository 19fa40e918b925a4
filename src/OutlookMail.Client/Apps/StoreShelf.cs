using System;
using System.Collections.Concurrent;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>Which store holds what: files in the user's data folder, or memory that goes with its sandbox.</summary>
internal sealed class StoreShelf
{
    private readonly ConcurrentDictionary<(Guid Sandbox, string Kind), TokenStore> sandboxes = new();
    private readonly TimeProvider time;

    public StoreShelf(TimeProvider time) => this.time = time;

    /// <summary>Sign-ins of those who register apps.</summary>
    public TokenStore Accounts(Guid? sandbox, string? folder) => Of(sandbox, folder, "tokens");

    public AppStore Apps(Guid? sandbox, string? folder) => new(Of(sandbox, folder, "apps"));

    /// <summary>Named sign-ins.</summary>
    public ProfileStore Profiles(Guid? sandbox, string? folder) => new(Of(sandbox, folder, "profiles"));

    public void Forget(Guid sandbox)
    {
        sandboxes.TryRemove((sandbox, "tokens"), out _);
        sandboxes.TryRemove((sandbox, "apps"), out _);
        sandboxes.TryRemove((sandbox, "profiles"), out _);
    }

    private TokenStore Of(Guid? sandbox, string? folder, string name) => sandbox is { } id
        ? sandboxes.GetOrAdd((id, name), _ => TokenStore.InMemory())
        : DataFolder.Store(folder, name, time);
}
