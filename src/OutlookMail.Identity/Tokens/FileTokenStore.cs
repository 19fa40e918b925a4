using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>A store in a file, safe among processes. The lock is a file of its own, held open unshared and never deleted.</summary>
internal sealed class FileTokenStore : TokenStore
{
    // One access takes milliseconds, and some seconds in a process that has just started on a machine without time for it.
    // A holder that keeps the lock for this long is stuck, and waiting on helps nobody.
    internal static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    // Short against a person's patience, long against a disk flush.
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(20);

    // Each try costs an exception. Of many that wait, none may take the time that the holder needs.
    private static readonly TimeSpan PatientRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PatientAfter = TimeSpan.FromSeconds(1);

    // An account takes about 7 KB, so this is no store of ours.
    private const long MaxLength = 64 * 1024 * 1024;

    private readonly string directory;
    private readonly string name;
    private readonly string path;
    private readonly StoreProtector protector;
    private readonly TimeProvider time;

    public FileTokenStore(string directory, string name, StoreProtector protector, TimeProvider time)
    {
        if (name.Length == 0 || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name[0] == '.')
        {
            throw new ArgumentException("A store's name is a file name without an extension.", nameof(name));
        }

        this.directory = Path.GetFullPath(directory);
        this.name = name;
        this.protector = protector;
        this.time = time;
        path = Path.Combine(this.directory, name + ".bin");
    }

    public override async Task<TokenStoreLease> OpenAsync(CancellationToken ct)
    {
        var lockPath = Path.Combine(directory, name + ".lock");
        try
        {
            PrivateFiles.CreateFolder(directory);
            if (PrivateFiles.OthersCanWriteFolder(directory))
            {
                throw new TokenStoreException(TokenStoreFailure.Inaccessible, directory, "Others than its owner can write to the store's folder: its mode must be 0700.");
            }

            RefuseLink(lockPath);
            var held = await LockAsync(lockPath, ct).ConfigureAwait(false);
            try
            {
                // For those who wait: the lock changed hands.
                System.IO.File.SetLastWriteTimeUtc(lockPath, time.GetUtcNow().UtcDateTime);
                protector.CheckUsable();
                return new Lease(this, held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new TokenStoreException(TokenStoreFailure.Inaccessible, directory, "The store's folder cannot be used: " + e.Message, e);
        }
    }

    // Fifty processes can want it at once, so a wait is measured from the last time that the lock changed hands: a long
    // queue that moves is no failure.
    private async Task<FileStream> LockAsync(string lockPath, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        var since = start;
        DateTime? turn = null;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                return PrivateFiles.Open(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException))
            {
                // Both a sharing violation (Windows) and EWOULDBLOCK (elsewhere) arrive as a plain IOException.
                var present = System.IO.File.GetLastWriteTimeUtc(lockPath);
                if (present != turn)
                {
                    turn = present;
                    since = time.GetTimestamp();
                }
                else if (time.GetElapsedTime(since) >= LockTimeout)
                {
                    throw new TokenStoreException(
                        TokenStoreFailure.Busy,
                        lockPath,
                        FormattableString.Invariant($"Another process has held the store's lock for {LockTimeout.TotalSeconds:0} seconds and has not given it back."),
                        e);
                }
            }

            await time.DelayAsync(time.GetElapsedTime(start) < PatientAfter ? LockRetry : PatientRetry, ct).ConfigureAwait(false);
        }
    }

    private static void RefuseLink(string path)
    {
        if (PrivateFiles.IsLink(path))
        {
            throw new TokenStoreException(TokenStoreFailure.IsLink, path, "A file of the store is a link; it is not followed.");
        }
    }

    private byte[]? Read()
    {
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        RefuseLink(path);
        if (new FileInfo(path).Length > MaxLength)
        {
            SetAside("It is longer than any store of this module.");
            return null;
        }

        var content = protector.Unprotect(System.IO.File.ReadAllBytes(path), name, path);
        if (content is null)
        {
            SetAside("It is cut short, changed, or no store of this module.");
        }

        return content;
    }

    private void Write(byte[] content)
    {
        AtomicFile.DeleteLeftovers(path);
        AtomicFile.Write(path, protector.Protect(content, name));
    }

    private void SetAside(string reason)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var kept = path + ".damaged-" + stamp;
        for (var i = 2; System.IO.File.Exists(kept); i++)
        {
            kept = FormattableString.Invariant($"{path}.damaged-{stamp}-{i}");
        }

        System.IO.File.Move(path, kept);
        OnDamaged(reason, kept);
    }

    private sealed class Lease : TokenStoreLease
    {
        private readonly FileTokenStore owner;
        private readonly FileStream held;

        public Lease(FileTokenStore owner, FileStream held)
        {
            this.owner = owner;
            this.held = held;
        }

        public override byte[]? Read() => Guard(owner.Read);

        public override void Write(byte[] content) => Guard<object?>(() =>
        {
            owner.Write(content);
            return null;
        });

        public override void SetAside(string reason) => Guard<object?>(() =>
        {
            owner.SetAside(reason);
            return null;
        });

        public override void Dispose() => held.Dispose();

        private T Guard<T>(Func<T> work)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                throw new TokenStoreException(TokenStoreFailure.Inaccessible, owner.path, "The store cannot be read or written: " + e.Message, e);
            }
        }
    }
}
