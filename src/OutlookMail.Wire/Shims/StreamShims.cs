// Memory-based stream calls and cancellable waits, under the names net8.0 gives them.
#if !NET8_0_OR_GREATER
using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail;

internal static class StreamShims
{
    public static ValueTask<int> ReadAsync(this Stream stream, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        return MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> segment)
            ? new ValueTask<int>(stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken))
            : ReadByCopyAsync(stream, buffer, cancellationToken);
    }

    public static ValueTask WriteAsync(this Stream stream, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        return MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> segment)
            ? new ValueTask(stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken))
            : WriteByCopyAsync(stream, buffer, cancellationToken);
    }

    public static void Write(this Stream stream, ReadOnlySpan<byte> buffer)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            buffer.CopyTo(copy);
            stream.Write(copy, 0, buffer.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    public static ValueTask DisposeAsync(this Stream stream)
    {
        stream.Dispose();
        return default;
    }

    public static async Task<T> WaitAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        if (!task.IsCompleted)
        {
            var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = cancellationToken.Register(
                static state => ((TaskCompletionSource<bool>)state).TrySetResult(true), cancelled);
            if (await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false) != task)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }

        return await task.ConfigureAwait(false);
    }

    private static async ValueTask<int> ReadByCopyAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            int count = await stream.ReadAsync(copy, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            copy.AsSpan(0, count).CopyTo(buffer.Span);
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static async ValueTask WriteByCopyAsync(Stream stream, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        byte[] copy = buffer.ToArray();
        await stream.WriteAsync(copy, 0, copy.Length, cancellationToken).ConfigureAwait(false);
    }
}
#endif
