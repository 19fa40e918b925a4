using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Mime;

/// <summary>Stream members over spans and memory, which netstandard2.0 has only over arrays.</summary>
internal static class StreamShims
{
    public static void WriteSpan(this Stream stream, ReadOnlySpan<byte> bytes)
    {
#if NETSTANDARD2_0
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(bytes.Length, 1), 81920));
        try
        {
            while (!bytes.IsEmpty)
            {
                int count = Math.Min(bytes.Length, rented.Length);
                bytes.Slice(0, count).CopyTo(rented);
                stream.Write(rented, 0, count);
                bytes = bytes.Slice(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
#else
        stream.Write(bytes);
#endif
    }

    public static Task WriteArrayAsync(this Stream stream, byte[] bytes, int count, CancellationToken cancellationToken)
    {
#if NETSTANDARD2_0
        return stream.WriteAsync(bytes, 0, count, cancellationToken);
#else
        return stream.WriteAsync(bytes.AsMemory(0, count), cancellationToken).AsTask();
#endif
    }

    public static Task<int> ReadArrayAsync(this Stream stream, byte[] bytes, int offset, int count, CancellationToken cancellationToken)
    {
#if NETSTANDARD2_0
        return stream.ReadAsync(bytes, offset, count, cancellationToken);
#else
        return stream.ReadAsync(bytes.AsMemory(offset, count), cancellationToken).AsTask();
#endif
    }
}
