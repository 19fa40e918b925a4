using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>BDAT, RFC 3030.</summary>
public class ChunkingTests
{
    private const int Chunk = 128 * 1024;

    private const string Hello = """
        S: 220 x
        C: EHLO [127.0.0.1]
        S: 250-x
        S: 250-PIPELINING
        S: 250-8BITMIME
        S: 250-BINARYMIME
        S: 250 CHUNKING

        """;

    private const string Group = "C: MAIL FROM:<ada@contoso.test> BODY=BINARYMIME\nC: RCPT TO:<bob@contoso.test>\n";

    [Fact]
    public async Task A_binary_message_goes_out_unchanged_and_its_chunk_waits_for_a_recipient()
    {
        var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 250 ok\n");
        byte[] message = "Subject: x\n\n.\r\n.\r\0\u00ff"u8.ToArray();
        server.Add(true, $"BDAT {message.Length} LAST\r\n" + Encoding.UTF8.GetString(message));
        server.Add(false, "250 2.0.0 ok\r\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Binary(message), CancellationToken.None);
        Assert.Equal(SmtpSendState.Accepted, outcome.State);
        server.AssertDone();
        Assert.Equal(3, server.Writes.Count);
    }

    [Fact]
    public async Task Without_an_accepted_recipient_no_chunk_is_sent()
    {
        var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 550 5.1.1 no\nC: RSET\n" + Group + "S: 250 ok\nS: 250 ok\nS: 452 4.5.3 no\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Binary([1]), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(SmtpPhase.RcptTo, outcome.Phase);
        Assert.Equal("5.1.1", outcome.FinalReply!.EnhancedCode);
        outcome = await connection.SendAsync(Mails.ToBob(), Binary([1]), CancellationToken.None);
        Assert.Equal("4.5.3", outcome.FinalReply!.EnhancedCode);
        Assert.False(connection.IsBroken);
        server.AssertDone();
    }

    [Theory]
    [InlineData(0, "0 LAST")]
    [InlineData(1, "1 LAST")]
    [InlineData(Chunk, "131072 LAST")]
    [InlineData(Chunk + 1, "131072,1 LAST")]
    [InlineData((3 * Chunk) - 1, "131072,131072,131071 LAST")]
    public async Task A_message_is_cut_into_chunks_and_the_last_one_says_so(int length, string expected)
    {
        string all = await SendAsync(new string('m', length), null, SmtpSendState.Accepted);
        Assert.Equal(expected, string.Join(",", all.Split("BDAT ").Skip(1).Select(c => c.Split("\r\n")[0])));
        Assert.Equal(length, all.Split("BDAT ").Skip(1).Sum(c => c.Length - c.IndexOf("\r\n", StringComparison.Ordinal) - 2));
    }

    [Fact]
    public async Task A_chunk_refused_in_the_middle_ends_the_mail_and_the_connection_lives_on()
    {
        int chunks = 0;
        string all = await SendAsync(new string('m', 20 * Chunk), _ => ++chunks == 2 ? "552 5.3.4 too large" : chunks > 2 ? "503 5.5.1 no" : "250 ok", SmtpSendState.Refused);
        // Four may be on their way before the second one's reply is read.
        Assert.InRange(chunks, 2, 6);
        Assert.DoesNotContain("LAST", all);
    }

    [Fact]
    public async Task A_refused_chunk_seen_only_after_the_last_one_is_a_refusal()
    {
        string all = await SendAsync(new string('m', Chunk + 1), line => line.Contains("LAST") ? "503 5.5.1 no" : "552 5.3.4 too large", SmtpSendState.Refused);
        Assert.Contains("LAST", all);
    }

    [Fact]
    public async Task A_server_that_takes_the_last_chunk_after_it_refused_another_leaves_it_uncertain() =>
        await SendAsync(new string('m', Chunk + 1), line => line.Contains("LAST") ? "250 ok" : "552 5.3.4 too large", SmtpSendState.Uncertain);

    [Fact]
    public async Task A_goodbye_to_a_chunk_is_a_refusal() =>
        await SendAsync(new string('m', Chunk + 1), line => line.Contains("LAST") ? null : "421 4.3.2 bye", SmtpSendState.Refused);

    [Theory]
    [InlineData("250 2.0.0 thanks", null)]
    [InlineData("452 4.3.1 disk full", "4.3.1")]
    public async Task An_answer_before_the_last_chunk_is_no_acceptance(string early, string? refusal)
    {
        var server = new ScriptedServer(Hello + Group + $"S: 250 ok\nS: 250 ok\nS: {early}\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Binary([1]), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(SmtpPhase.Content, outcome.Phase);
        Assert.Equal(refusal, outcome.FinalReply?.EnhancedCode);
        Assert.True(connection.IsBroken);
        Assert.Equal(2, server.Writes.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_mail_is_uncertain_from_the_write_of_the_last_chunk_on(int chunksBefore)
    {
        string message = new('m', (chunksBefore * Chunk) + 100);
        foreach (int octetsOfLast in new[] { -1, 0, 1, 50, 100 })
        {
            var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 250 ok\n");
            for (int i = 0; i < chunksBefore; i++)
            {
                server.Add(true, $"BDAT {Chunk}\r\n" + new string('m', Chunk));
                server.Add(false, "250 ok\r\n");
            }

            server.Add(true, "BDAT 100 LAST\r\n" + new string('m', 100));
            await using SmtpConnection connection = await server.ConnectAsync();
            long before = server.Received + Group.Replace("C: ", "").Length + 2 + (chunksBefore * (Chunk + "BDAT 131072\r\n".Length));
            server.FailAfterReceiving = octetsOfLast < 0 ? before - 1 : before + "BDAT 100 LAST\r\n".Length + octetsOfLast;
            SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Binary(Encoding.ASCII.GetBytes(message)), CancellationToken.None);
            Assert.Equal((octetsOfLast, octetsOfLast < 0 ? SmtpSendState.Refused : SmtpSendState.Uncertain), (octetsOfLast, outcome.State));
            Assert.IsType<ConnectionBrokenException>(outcome.Error);
        }
    }

    [Fact]
    public async Task A_long_message_takes_BDAT_by_itself_and_a_short_one_DATA()
    {
        const string Plain = "C: MAIL FROM:<ada@contoso.test>\nC: RCPT TO:<bob@contoso.test>\n";
        foreach (int length in new[] { (1024 * 1024) - 1, 1024 * 1024 })
        {
            var server = new ScriptedServer(Hello + Plain + (length < 1024 * 1024 ? "C: DATA\nS: 250 ok\nS: 250 ok\nS: 554 no\n" : "S: 250 ok\nS: 550 no\n"));
            await using SmtpConnection connection = await server.ConnectAsync();
            await connection.SendAsync(Mails.ToBob(), new SmtpContent((_, _) => Task.CompletedTask, length), CancellationToken.None);
            server.AssertDone();
        }
    }

    [Theory]
    [InlineData("PIPELINING")]
    [InlineData("CHUNKING")]
    [InlineData("BINARYMIME")]
    public async Task A_binary_message_needs_both_extensions(string only)
    {
        var server = new ScriptedServer($"S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250 {only}\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Binary([0]), CancellationToken.None);
        Assert.Equal(SmtpObstacle.BinaryNotOffered, outcome.Obstacle);
        Assert.Single(server.Writes);
    }

    [Fact]
    public async Task A_message_that_swallows_the_broken_connection_is_still_not_sent()
    {
        var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 250 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        server.FailAfterReceiving = server.Received + Group.Replace("C: ", "").Length + 2;
        var content = new SmtpContent(
            async (stream, token) =>
            {
                try
                {
                    await stream.WriteAsync(new byte[3 * Chunk], token);
                }
                catch (IOException)
                {
                }
            },
            null)
        { IsBinary = true };
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), content, CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(SmtpPhase.Content, outcome.Phase);
        Assert.IsType<ConnectionBrokenException>(outcome.Error);
    }

    private static SmtpContent Binary(byte[] message) => new((stream, token) => stream.WriteAsync(message, token).AsTask(), null) { IsBinary = true };

    /// <returns>All that the client wrote from the first BDAT on.</returns>
    private static async Task<string> SendAsync(string message, Func<string, string?>? answer, SmtpSendState expected)
    {
        var server = new ScriptedServer(Hello + Group) { TakesAnything = true };
        await using SmtpConnection connection = await server.ConnectAsync();
        var all = new StringBuilder();
        server.OnWriteText = text =>
        {
            foreach (string line in text.Split("\r\n").Where(l => l.StartsWith("MAIL", StringComparison.Ordinal) || l.StartsWith("RCPT", StringComparison.Ordinal)))
                server.Say("250 ok\r\n");
            if (all.Length > 0 || text.StartsWith("BDAT", StringComparison.Ordinal))
                all.Append(text);
            foreach (string line in text.Split("\r\n").Where(l => l.StartsWith("BDAT", StringComparison.Ordinal)))
            {
                if ((answer?.Invoke(line) ?? (answer is null ? "250 ok" : null)) is { } reply)
                    server.Say(reply + "\r\n");
            }
        };
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Binary(Encoding.ASCII.GetBytes(message)), CancellationToken.None);
        Assert.Equal(expected, outcome.State);
        return all.ToString();
    }
}
