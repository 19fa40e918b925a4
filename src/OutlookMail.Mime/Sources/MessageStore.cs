using System;
using System.Buffers;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Mime;

/// <summary>The octets of one message and what must be given back with them: a pooled buffer or a mapped file.</summary>
internal sealed class MessageStore : IDisposable
{
    private byte[]? rented;
    private MappedBytes? mapped;

    private MessageStore()
    {
    }

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public static MessageStore Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            if (file.Length >= MimeLimits.MinMappedLength)
            {
                return Map(file);
            }

            MessageStore store = new();
            store.rented = ArrayPool<byte>.Shared.Rent((int)file.Length + 1);
            int length = 0;
            int count;
            while ((count = file.Read(store.rented, length, store.rented.Length - length)) > 0)
            {
                length += count;
            }

            store.Bytes = store.rented.AsMemory(0, length);
            file.Dispose();
            return store;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static async Task<MessageStore> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        int length = 0;
        FileStream? spill = null;
        try
        {
            while (true)
            {
                if (length == buffer.Length && length < MimeLimits.MaxBufferedLength)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                else if (length == buffer.Length)
                {
                    spill ??= TemporaryFile();
                    await spill.WriteArrayAsync(buffer, length, cancellationToken).ConfigureAwait(false);
                    length = 0;
                }

                int count = await stream.ReadArrayAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                length += count;
            }

            if (spill == null)
            {
                return new MessageStore { rented = buffer, Bytes = buffer.AsMemory(0, length) };
            }

            await spill.WriteArrayAsync(buffer, length, cancellationToken).ConfigureAwait(false);
            await spill.FlushAsync(cancellationToken).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(buffer);
            return Map(spill);
        }
        catch
        {
            spill?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Bytes = default;
        if (rented != null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }

        ((IDisposable?)mapped)?.Dispose();
        mapped = null;
    }

    private static MessageStore Map(FileStream file)
    {
        MappedBytes mapped = new(file);
        return new MessageStore { mapped = mapped, Bytes = mapped.Memory };
    }

    /// <summary>Goes with its handle; only this user can read it where the system knows users' temporary folders.</summary>
    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), "outlookmail-" + Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        81920,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);
}
