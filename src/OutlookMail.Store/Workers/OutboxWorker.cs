using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace OutlookMail.Store;

/// <summary>
/// Somebody who takes mails out of the outbox. It holds a lock on a file of its own for as long as it lives; the system
/// drops that lock with the process, however it ends, so that others know at once and need not wait for a lease to end.
/// </summary>
public sealed class OutboxWorker : IDisposable
{
    private static readonly TimeSpan LeftBehindAge = TimeSpan.FromDays(1);

    private readonly FileStream held;

    private OutboxWorker(string name, string path, FileStream held)
    {
        Name = name;
        Path = path;
        this.held = held;
    }

    /// <summary>Machine, process id and a part that is never the same twice.</summary>
    public string Name { get; }

    internal string Path { get; }

    /// <summary>Ends it; leases it still has are free for others.</summary>
    public void Dispose()
    {
        held.Dispose();
        TryDelete(Path);
    }

    internal static OutboxWorker Start(string folder)
    {
        PrivateFiles.CreateFolder(folder);
        using var process = Process.GetCurrentProcess();
        var name = string.Format(CultureInfo.InvariantCulture, "{0}:{1}:{2:N}", Machine, process.Id, Guid.NewGuid());
        var path = LockPath(folder, name);
        return new OutboxWorker(name, path, PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>False when it is known to be gone. Of a worker on another machine nothing is known but its lease.</summary>
    internal static bool MayBeAlive(string folder, string name)
    {
        if (!name.StartsWith(Machine + ":", StringComparison.Ordinal))
        {
            return true;
        }

        return IsHeld(LockPath(folder, name));
    }

    // One that nobody holds is removed.
    private static bool IsHeld(string path)
    {
        try
        {
            using (PrivateFiles.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            TryDelete(path);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Removes the lock files that processes left behind which ended without a word.</summary>
    internal static void Sweep(string folder, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.lock"))
        {
            if (now - File.GetLastWriteTimeUtc(path) > LeftBehindAge)
            {
                _ = IsHeld(path);
            }
        }
    }

    // A colon is no character of a Windows file name; the random part alone is enough.
    private static string LockPath(string folder, string name) => System.IO.Path.Combine(folder, name.Substring(name.LastIndexOf(':') + 1) + ".lock");

    private static string Machine { get; } = Environment.MachineName.Replace(':', '-');

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left behind it harms nobody: nobody holds it.
        }
    }
}
