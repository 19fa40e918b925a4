using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class AppendTests
{
    [Fact]
    public async Task With_literal_plus_nothing_waits_and_messages_follow_each_other()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS LITERAL+", """
            C: A2 APPEND Drafts (\Draft \Seen) " 1-Nov-2026 07:31:00 +0100" {20+}
            C@20
            C: 
            C: A3 APPEND Drafts {200+}
            C@200
            C: 
            C: A4 APPEND Drafts {5+}
            C@5
            C: 
            S: A2 OK [APPENDUID 14 101] APPEND completed.
            S: A3 NO [OVERQUOTA] full
            S: * 4 EXISTS
            S: A4 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        AppendMessage[] messages =
        [
            new(Transcript.Body(20)) { Flags = ["\\Draft", "\\Seen"], InternalDate = new DateTimeOffset(2026, 11, 1, 7, 31, 0, TimeSpan.FromHours(1)) },
            new(async (stream, ct) => await stream.WriteAsync(Transcript.Body(200), ct), 200),
            new(Transcript.Body(5)),
        ];
        List<AppendResult> results = await connection.AppendAsync("Drafts", messages).ToListAsync();
        Assert.Equal([(14u, 101u), (0u, 0u), (0u, 0u)], results.Select(r => (r.UidValidity, r.Uid)));
        Assert.Equal([null, "OVERQUOTA", null], results.Select(r => r.Refusal?.ResponseCode));
        Assert.Same(messages[1], results[1].Message);
        script.AssertDone();
    }

    [Fact]
    public async Task Without_it_each_waits_for_its_turn_but_not_for_the_one_before()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS", """
            C: A2 APPEND Drafts {20}
            S: + go
            C@20
            C: 
            C: A3 APPEND Drafts {30}
            S: A2 OK [APPENDUID 14 7] done
            S: + go
            C@30
            C: 
            S: A3 OK [APPENDUID 14 8] done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var results = await connection.AppendAsync("Drafts", [new(Transcript.Body(20)), new(Transcript.Body(30))]).ToListAsync();
        Assert.Equal([7u, 8u], results.Select(r => r.Uid));
        script.AssertDone();
    }

    [Fact]
    public async Task A_refusal_in_place_of_the_continuation_spares_the_body()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS LITERAL-", """
            C: A2 APPEND Nowhere {5000}
            S: A2 NO [TRYCREATE] no such folder
            C: A3 NOOP
            S: A3 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.AppendAsync("Nowhere", new AppendMessage(Transcript.Body(5000))));
        Assert.Equal("TRYCREATE", e.ResponseCode);
        await connection.NoopAsync();
        script.AssertDone();
    }

    [Fact]
    public async Task A_message_above_appendlimit_is_refused_before_it_is_sent()
    {
        var script = new Transcript(Sessions.Inbox("LITERAL+ APPENDLIMIT=100", "")) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.AppendAsync("INBOX", new AppendMessage(new byte[101])));
        Assert.Equal("TOOBIG", e.ResponseCode);
        Assert.Null(script.Unexpected);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(11)]
    public async Task A_writer_that_keeps_not_to_its_length_breaks_the_connection(int written)
    {
        var script = new Transcript(Sessions.Inbox("LITERAL+", "C: A2 APPEND INBOX {10+}")) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var message = new AppendMessage((stream, _) => stream.WriteAsync(new byte[written], 0, written), 10);
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.AppendAsync("INBOX", message));
        Assert.True(connection.IsBroken);
        await Assert.ThrowsAsync<ConnectionBrokenException>(() => connection.NoopAsync());
    }

    [Fact]
    public async Task A_large_message_is_never_whole_in_memory()
    {
        const int Size = 64 * 1024 * 1024;
        var sink = new AppendSink(Size);
        await using ImapConnection connection = await ImapConnection.OpenAsync(WireConnection.FromStream(sink, new WireOptions()));
        byte[] piece = new byte[8192];
        long most = 0;
        await connection.AppendAsync("INBOX", new AppendMessage(
            async (stream, ct) =>
            {
                for (int left = Size; left > 0; left -= piece.Length)
                {
                    await stream.WriteAsync(piece, ct);
                    most = Math.Max(most, sink.LargestWrite);
                }
            },
            Size));
        Assert.InRange(most, 1, 2 * WireOutput.FlushThreshold);
    }

    /// <summary>A server that says OK after one APPEND of a known size and keeps none of it.</summary>
    private sealed class AppendSink(int size) : Stream
    {
        private readonly MemoryStream _toRead = new("* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+] hi\r\n"u8.ToArray());
        private readonly SemaphoreSlim _answered = new(0);
        private long _received;

        public long LargestWrite { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            int read = _toRead.Read(buffer, offset, count);
            if (read > 0)
            {
                return read;
            }

            await _answered.WaitAsync(cancellationToken);
            "A1 OK done\r\n"u8.CopyTo(buffer.AsSpan(offset));
            return 12;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            LargestWrite = Math.Max(LargestWrite, count);
            _received += count;
            if (_received >= size + "A1 APPEND INBOX {67108864+}\r\n\r\n".Length)
            {
                _answered.Release();
            }

            return Task.CompletedTask;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            byte[] copy = new byte[buffer.Length];
            int count = await ReadAsync(copy, 0, copy.Length, cancellationToken);
            copy.AsSpan(0, count).CopyTo(buffer.Span);
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(WriteAsync(buffer.ToArray(), 0, buffer.Length, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
