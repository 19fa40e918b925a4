using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class AllocationTests
{
    private const int Large = 64 * 1024 * 1024;

    [Fact]
    public async Task What_a_message_allocates_does_not_grow_with_its_size()
    {
        await DownloadAsync(Large / 64);
        long small = await DownloadAsync(10_000);
        long large = await DownloadAsync(Large);

        // At most one small object for each read of 64 KB: a Task on .NET Framework, a state machine in a debug build.
        Assert.InRange(large - small, long.MinValue, Large / 128);
    }

    /// <summary>Octets allocated by one download. All reads end at once, so that all of it happens on this thread.</summary>
    private static async Task<long> DownloadAsync(int octets)
    {
        await using ImapConnection connection = await ImapConnection.OpenAsync(WireConnection.FromStream(new OneBody(octets), new WireOptions()));
        await connection.SelectAsync("INBOX", readOnly: true);
        int thread = Environment.CurrentManagedThreadId;
        long before = GC.GetAllocatedBytesForCurrentThread();
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(1)))
        {
            await body.CopyToAsync(Stream.Null);
            Assert.Equal(octets, body.Length);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        return allocated;
    }

    /// <summary>A server with one message, made up while it is read.</summary>
    private sealed class OneBody(int octets) : Stream
    {
        private byte[] text = "* PREAUTH [CAPABILITY IMAP4rev1] hi\r\n"u8.ToArray();
        private byte[] behind = [];
        private int at;
        private int bodyLeft;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Take(buffer.AsSpan(offset, count)));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Take(buffer.Span));

        public override void Write(byte[] buffer, int offset, int count)
        {
            at = 0;
            string tag = Encoding.ASCII.GetString(buffer, offset, count).Split(' ')[0];
            bool fetch = tag == "A2";
            text = Encoding.ASCII.GetBytes(fetch ? $"* 1 FETCH (UID 1 BODY[] {{{octets}}}\r\n" : $"* 1 EXISTS\r\n{tag} OK done\r\n");
            bodyLeft = fetch ? octets : 0;
            behind = fetch ? Encoding.ASCII.GetBytes($")\r\n{tag} OK done\r\n") : [];
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.ToArray(), 0, buffer.Length);
            return default;
        }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private int Take(Span<byte> target)
        {
            if (at == text.Length && bodyLeft > 0)
            {
                int piece = Math.Min(bodyLeft, target.Length);
                target.Slice(0, piece).Fill((byte)'x');
                bodyLeft -= piece;
                return piece;
            }

            if (at == text.Length)
            {
                (text, behind, at) = (behind, [], 0);
            }

            int count = Math.Min(text.Length - at, target.Length);
            text.AsSpan(at, count).CopyTo(target);
            at += count;
            return count;
        }
    }
}
