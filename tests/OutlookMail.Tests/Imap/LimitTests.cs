using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

/// <summary>A hostile server meets every limit of <see cref="ImapLimits"/>. Capabilities and structures are in HostileTests, lines and literals beside the scanner too.</summary>
public class LimitTests
{
    [Fact]
    public Task A_response_without_end() => MeetsAsync(
        $"* OK {new string('a', 1 << 20)}"[..(1 << 20)].AsRepeated(17), c => c.NoopAsync());

    [Fact]
    public Task A_literal_in_a_response() => MeetsAsync($"* LIST () \"/\" {{{ImapLimits.LiteralOctets + 1}}}\r\n", c => c.ListAsync("", "*"));

    [Fact]
    public Task Responses_that_nobody_asked_for() => MeetsAsync(
        string.Concat(Enumerable.Repeat("* 1 EXISTS\r\n", 1000)).AsRepeated((ImapLimits.ResponsesToCommand / 1000) + 1), c => c.NoopAsync());

    [Fact]
    public Task Flags_that_nobody_asked_for_while_messages_are_listed() => MeetsAsync(
        string.Concat(Enumerable.Repeat("* 1 FETCH (FLAGS ())\r\n", 1000)).AsRepeated((ImapLimits.ResponsesToCommand / 1000) + 1),
        async c => await c.UidFetchAsync(UidSet.Of(1), FetchItems.Size).CountAsync());

    [Fact]
    public Task Folders_without_end() => MeetsAsync(
        string.Concat(Enumerable.Repeat("* LIST () \"/\" x\r\n", 1000)).AsRepeated((ImapLimits.Folders / 1000) + 1), c => c.ListAsync("", "*"));

    [Fact]
    public Task A_search_of_more_than_there_can_be() => MeetsAsync(
        ("* SEARCH" + string.Concat(Enumerable.Repeat(" 1", 1_000_000)) + "\r\n").AsRepeated((ImapLimits.SearchResults / 1_000_000) + 1),
        c => c.UidSearchAsync(SearchQuery.All));

    [Fact]
    public Task Threads_within_threads() => MeetsAsync(
        $"* THREAD {new string('(', ImapLimits.ThreadDepth + 2)}1{new string(')', ImapLimits.ThreadDepth + 2)}\r\n",
        c => c.UidThreadAsync("REFERENCES", SearchQuery.All));

    [Fact]
    public async Task An_envelope_with_too_many_addresses_is_not_read_and_its_message_is()
    {
        string to = "(" + string.Concat(Enumerable.Repeat("(NIL NIL \"a\" \"b\")", ImapLimits.Addresses + 2)) + ")";
        var script = new Transcript(Sessions.Inbox("IDLE", $"""
            C: A2 UID FETCH 1 (UID RFC822.SIZE ENVELOPE)
            S: * 1 FETCH (UID 1 ENVELOPE (NIL NIL NIL NIL NIL {to} NIL NIL NIL NIL) RFC822.SIZE 5)
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        FetchedMessage message = await connection.UidFetchAsync(UidSet.Of(1), FetchItems.Size | FetchItems.Envelope).SingleAsync();
        Assert.Equal(5, message.Size);
        Assert.Null(message.Envelope);
    }

    [Fact]
    public Task A_body_too_large_to_be_held_until_its_uid_comes() => MeetsAsync(
        $"* 1 FETCH (UID 1 BODY[] {{1}}\r\nx)\r\nA2 OK done\r\n* 2 FETCH (BODY[] {{{ImapLimits.HeldBodyOctets + 1}}}\r\n",
        async c => await c.UidFetchBodyAsync(UidSet.Range(1, 5)).CountAsync());

    [Fact]
    public async Task Copies_of_everything_there_could_be_are_not_believed_beyond_the_limit()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS", """
            C: A2 UID COPY 1 Box
            S: A2 OK [COPYUID 7 1:4294967294 1:4294967294] done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.Equal(ImapLimits.CopiedUids, (await connection.UidCopyAsync(UidSet.Of(1), "Box")).Uids.Count);
    }

    [Fact]
    public async Task Fields_of_ID_beyond_the_limit_are_not_kept()
    {
        string fields = string.Join(' ', Enumerable.Range(0, ImapLimits.IdFields + 5).Select(i => $"\"f{i}\" \"v\""));
        var script = new Transcript(Sessions.Inbox("ID", $"""
            C: A2 ID NIL
            S: * ID ({fields})
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.Equal(ImapLimits.IdFields, (await connection.IdAsync(new Dictionary<string, string>())).Count);
    }

    [Fact]
    public async Task Too_many_capabilities_in_a_response_of_their_own() => await MeetsAsync(
        "* CAPABILITY " + string.Join(' ', Enumerable.Range(0, ImapLimits.Capabilities + 1).Select(i => "X" + i.ToString(CultureInfo.InvariantCulture))) + "\r\n",
        c => c.NoopAsync());

    private static Task MeetsAsync(string octets, Func<ImapConnection, Task> operation) => MeetsAsync(octets.AsRepeated(1), operation);

    private static async Task MeetsAsync((byte[] Octets, int Times) answer, Func<ImapConnection, Task> operation)
    {
        var server = new RepeatingStream("* PREAUTH [CAPABILITY IMAP4rev1 THREAD=REFERENCES] hi\r\n* 1 EXISTS\r\nA1 OK done\r\n"u8.ToArray(), answer.Octets, answer.Times);
        await using ImapConnection connection = await ImapConnection.OpenAsync(WireConnection.FromStream(server, new WireOptions()));
        await connection.SelectAsync("INBOX", readOnly: true);
        await Assert.ThrowsAsync<ServerProtocolException>(() => operation(connection));
        Assert.True(connection.IsBroken);
    }

    /// <summary>A beginning, then the same octets many times.</summary>
    private sealed class RepeatingStream(byte[] start, byte[] octets, int times) : Stream
    {
        private byte[] current = start;
        private int at;
        private int left = times;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (at == current.Length)
            {
                if (left-- == 0)
                {
                    return new ValueTask<int>(0);
                }

                current = octets;
                at = 0;
            }

            int count = Math.Min(buffer.Length, current.Length - at);
            current.AsMemory(at, count).CopyTo(buffer);
            at += count;
            return new ValueTask<int>(count);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

internal static class Repeating
{
    public static (byte[] Octets, int Times) AsRepeated(this string text, int times) => (Encoding.ASCII.GetBytes(text), times);
}
