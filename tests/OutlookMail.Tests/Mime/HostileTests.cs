using System;
using System.Buffers;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class HostileTests
{
    // One run of about a second; hours of them from the command line: Benchmarks mime-fuzz.
    private const int FuzzedMessages = 3000;

    [Fact]
    public void Messages_changed_at_random_are_read_without_an_exception()
    {
        MessageFuzzer fuzzer = new(20261122, FuzzSamples.All);
        for (int i = 0; i < FuzzedMessages; i++)
        {
            byte[] message = fuzzer.Next();
            try
            {
                MessageFuzzer.ReadAll(message);
            }
            catch (Exception e)
            {
                Assert.Fail($"Message {i}: {e}\n{Convert.ToBase64String(message)}");
            }
        }
    }

    [Fact]
    public void Every_message_that_once_broke_the_reader_is_read()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Architecture.SourceTree.Root, "tests", "OutlookMail.Tests", "Mime", "Crashes"), "*.eml"))
        {
            MessageFuzzer.ReadAll(File.ReadAllBytes(file));
        }
    }

    [Fact]
    public void A_message_cut_anywhere_is_read()
    {
        foreach (byte[] sample in FuzzSamples.All)
        {
            for (int length = 0; length < sample.Length; length++)
            {
                MessageFuzzer.ReadAll(sample.AsSpan(0, length).ToArray());
            }
        }
    }

    [Fact]
    public async Task A_message_in_segments_split_anywhere_or_octet_by_octet_reads_as_a_whole_one()
    {
        foreach (byte[] sample in FuzzSamples.All)
        {
            string whole = Describe(MimeMessage.Parse(sample));
            for (int split = 0; split <= sample.Length; split++)
            {
                Segment first = new(sample.AsMemory(0, split), null);
                Segment last = new(sample.AsMemory(split), first);
                Assert.Equal(whole, Describe(MimeMessage.Parse(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length))));
            }

            using MimeMessage streamed = await MimeMessage.ReadAsync(new DribblingStream(sample), CancellationToken.None);
            Assert.Equal(whole, Describe(streamed));
        }
    }

    [Fact]
    public void A_hundred_thousand_parts_are_each_found()
    {
        string parts = string.Concat(Enumerable.Repeat("--b\n\nx\n", 100_000));
        MimeMessage message = Sample.Read("Content-Type: multipart/mixed; boundary=b\n\n" + parts + "--b--\n");
        Assert.Equal(100_000, message.Body.Children.Count);
        Assert.Equal(100_000, message.TextBody!.Count(c => c == 'x'));
    }

    [Fact]
    public void A_hundred_thousand_fields_are_each_found()
    {
        MimeMessage message = Sample.Read(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"X-{i}: {i}\n")) + "Subject: last\n\nx");
        Assert.Equal(100_001, message.Headers.Count);
        Assert.Equal("last", message.Subject);
    }

    [Theory]
    [InlineData("Subject", "=?utf-8?Q?a?= ")]
    [InlineData("Subject", "=?utf-8?Q?")]
    [InlineData("To", "a@b.test, ")]
    [InlineData("To", "a@b:")]
    [InlineData("To", "(")]
    [InlineData("To", "\"")]
    [InlineData("To", "<")]
    [InlineData("Content-Type", "; a=\"b\" ")]
    [InlineData("Content-Type", "; a*1=b")]
    [InlineData("Content-Type", "(")]
    [InlineData("References", "<a@b> ")]
    [InlineData("References", "<")]
    [InlineData("Date", "1 ")]
    [InlineData("List-Unsubscribe", "<")]
    [InlineData("Authentication-Results", "a=b; ")]
    public void A_field_of_ten_megabytes_is_read(string name, string piece)
    {
        string value = string.Concat(Enumerable.Repeat(piece, 10_000_000 / piece.Length));
        MessageFuzzer.ReadAll(Sample.Bytes(name + ": " + value + "\n\nx"));
    }

    [Fact]
    public void Levels_beyond_the_limit_are_kept_as_one_part_and_said()
    {
        StringBuilder text = new();
        for (int i = 0; i < 1000; i++)
        {
            text.Append($"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");
        }

        MimeMessage message = Sample.Read(text + "\ndeep\n");
        int depth = 0;
        for (MimeEntity part = message.Body; part.Children.Count > 0; part = part.Children[0])
        {
            depth++;
        }

        Assert.Equal(MimeLimits.MaxDepth, depth);
        Assert.Contains(message.Defects, d => d.What.StartsWith("nested too deep", StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_in_messages_beyond_the_limit_end()
    {
        MimeMessage? message = Sample.Read(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 1000)));
        int depth = 0;
        while ((message = message!.Body.GetNestedMessage()) != null)
        {
            depth++;
        }

        Assert.InRange(depth, MimeLimits.MaxDepth / 2, MimeLimits.MaxDepth);
    }

    [Fact]
    public async Task A_long_stream_moves_to_a_file_that_goes_with_the_message()
    {
        byte[] body = new byte[MimeLimits.MaxBufferedLength + 100_000];
        body.AsSpan().Fill((byte)'x');
        byte[] bytes = Encoding.ASCII.GetBytes("Subject: long\r\n\r\n").Concat(body).ToArray();
        string[] Files() => Directory.GetFiles(Path.GetTempPath(), "outlookmail-*");
        int before = Files().Length;
        MimeMessage message = await MimeMessage.ReadAsync(new MemoryStream(bytes), CancellationToken.None);
        Assert.Equal("long", message.Subject);
        Assert.Equal(bytes.Length, message.Length);
        Assert.True(message.OriginalBytes.Span.SequenceEqual(bytes));
        message.Dispose();
        Assert.True(Files().Length <= before);
    }

    [Fact]
    public void A_file_is_read_mapped_or_not()
    {
        foreach (int size in new[] { 0, 100, MimeLimits.MinMappedLength + 1 })
        {
            string path = Path.GetTempFileName();
            try
            {
                byte[] bytes = Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + new string('y', size));
                File.WriteAllBytes(path, bytes);
                using MimeMessage message = MimeMessage.Open(path);
                Assert.Equal("x", message.Subject);
                Assert.Equal(size, message.TextBody!.Length);
                Assert.True(message.OriginalBytes.Span.SequenceEqual(bytes));
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    private static string Describe(MimeMessage message)
    {
        StringBuilder text = new();
        text.AppendJoin("|", message.Headers.Select(h => h.ToString())).AppendLine(message.GetText()).AppendLine(message.HtmlBody);
        text.AppendJoin("|", message.Attachments.Select(a => a + " " + Convert.ToBase64String(a.GetContent()))).AppendJoin("|", message.Defects);
        return text.ToString();
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before != null)
            {
                RunningIndex = before.Memory.Length;
                before.Next = this;
            }
        }
    }

    private sealed class DribblingStream : MemoryStream
    {
        public DribblingStream(byte[] bytes)
            : base(bytes)
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span[..Math.Min(1, buffer.Length)]));
    }
}
