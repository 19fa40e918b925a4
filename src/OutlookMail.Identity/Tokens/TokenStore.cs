using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>
/// One blob of secrets, read and written under a lock that other processes keep too: a reader always sees the newest
/// whole content, and two writers never lose each other's.
/// </summary>
public abstract class TokenStore
{
    /// <summary>Raised when content could not be read and was set aside. Nothing is ever thrown away.</summary>
    public event EventHandler<TokenStoreDamagedEventArgs>? Damaged;

    /// <summary>Kept by this object and gone with it.</summary>
    public static TokenStore InMemory() => new MemoryTokenStore();

    /// <summary>Kept in a file of this folder, which is made when it does not exist.</summary>
    /// <param name="directory">A folder for this user alone; it gets mode 0700.</param>
    /// <param name="protection">How the content is kept from other readers.</param>
    /// <param name="name">The file's name without an extension: several stores can share a folder and its key.</param>
    /// <param name="time">The clock for lock waits and for the names of damaged files.</param>
    /// <exception cref="SignInException">RequiresPowerShell7: no cipher here. Thrown at the first use, not by this call.</exception>
    public static TokenStore File(string directory, TokenProtection protection, string name = "tokens", TimeProvider? time = null) =>
        new FileTokenStore(directory, name, StoreProtector.For(protection, directory), time ?? TimeProvider.System);

    /// <summary>Waits for the lock. Dispose of the lease to give it back.</summary>
    /// <exception cref="TokenStoreException">Another process kept the lock too long, or the folder cannot be used.</exception>
    public abstract Task<TokenStoreLease> OpenAsync(CancellationToken ct);

    private protected void OnDamaged(string reason, string? keptAs) =>
        Damaged?.Invoke(this, new TokenStoreDamagedEventArgs(reason, keptAs));
}
