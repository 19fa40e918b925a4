using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace OutlookMail.Sandbox.Store;

/// <summary>
/// Where a sandbox's messages are: the first ones in memory, what comes beyond in a temporary file for its owner only, which
/// goes with the process however that ends. So a mailbox of any size leaves room for the script that is tested.
/// </summary>
internal sealed class MessagePool : IDisposable
{
    // 100,000 messages of a working mailbox are 2 GB, and a sandbox is to stay below 1 GB with them.
    private const long MaximumInMemory = 256L * 1024 * 1024;

    private readonly object gate = new();
    private long inMemory;
    private long end;
    private SafeFileHandle? file;

    public bool TryReserve(int length)
    {
        if (Interlocked.Add(ref inMemory, length) <= MaximumInMemory)
        {
            return true;
        }

        Interlocked.Add(ref inMemory, -length);
        return false;
    }

    public void Release(int length) => Interlocked.Add(ref inMemory, -length);

    /// <returns>Where they are.</returns>
    public long Write(ReadOnlySpan<byte> octets)
    {
        lock (gate)
        {
            file ??= Open();
            long at = end;
            RandomAccess.Write(file, octets, at);
            end += octets.Length;
            return at;
        }
    }

    public byte[] Read(long offset, int length)
    {
        byte[] octets = new byte[length];
        int read = 0;
        while (read < length)
        {
            int got = RandomAccess.Read(file!, octets.AsSpan(read), offset + read);
            read += got > 0 ? got : throw new EndOfStreamException("The sandbox's temporary file is shorter than what was written to it.");
        }

        return octets;
    }

    public void Dispose()
    {
        lock (gate)
        {
            file?.Dispose();
        }
    }

    private static SafeFileHandle Open()
    {
        string path = Path.Combine(Path.GetTempPath(), "outlookmail-sandbox-" + Path.GetRandomFileName());
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        }

        SafeFileHandle handle;
        using (var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }

        // Without a name nobody else finds it, and it is gone with its last handle.
        File.Delete(path);
        return handle;
    }
}
