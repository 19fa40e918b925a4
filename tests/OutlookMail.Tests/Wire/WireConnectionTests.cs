using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Wire;

public class WireConnectionTests
{
    [Fact]
    public async Task Lines_are_the_same_however_they_arrive()
    {
        byte[] sample = "220 one\r\n\r\n250-two\n250 three\r\n"u8.ToArray();
        foreach (int[] pieces in Splits.Of(sample))
        {
            await using WireConnection connection = WireConnection.FromStream(new PieceStream(sample, pieces), new WireOptions());
            string[] lines = new string[4];
            for (int i = 0; i < lines.Length; i++)
            {
                lines[i] = Encoding.ASCII.GetString((await connection.Input.ReadLineAsync(20, CancellationToken.None)).Span);
            }

            Assert.Equal(["220 one", "", "250-two", "250 three"], lines);
        }
    }

    [Fact]
    public async Task A_cut_line_is_a_broken_connection_and_never_a_line()
    {
        await using WireConnection connection = WireConnection.FromStream(new PieceStream("250 O"u8.ToArray()), new WireOptions());
        await Assert.ThrowsAsync<ConnectionBrokenException>(() => connection.Input.ReadLineAsync(100, CancellationToken.None).AsTask());
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task A_line_longer_than_the_limit_is_refused_before_its_end_comes()
    {
        byte[] endless = Enumerable.Repeat((byte)'a', 1000).ToArray();
        await using WireConnection connection = WireConnection.FromStream(new PieceStream(endless, [600], heldOpen: true), new WireOptions());
        await Assert.ThrowsAsync<ServerProtocolException>(() => connection.Input.ReadLineAsync(512, CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Silence_breaks_the_connection_after_the_response_timeout()
    {
        var time = new ManualTime();
        await using WireConnection connection = WireConnection.FromStream(
            new PieceStream([], heldOpen: true), new WireOptions { Time = time, ResponseTimeout = TimeSpan.FromMinutes(2) });
        Task reading = connection.Input.FillAsync(CancellationToken.None).AsTask();
        await time.Armed;
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(connection.IsBroken);
        time.Advance(TimeSpan.FromSeconds(2));
        ConnectionBrokenException e = await Assert.ThrowsAsync<ConnectionBrokenException>(() => reading);
        Assert.True(e.TimedOut);
    }

    [Fact]
    public async Task A_cancelled_wait_loses_no_octet()
    {
        using var server = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        using var client = new System.IO.Pipes.AnonymousPipeClientStream(System.IO.Pipes.PipeDirection.In, server.ClientSafePipeHandle);
        await using WireConnection connection = WireConnection.FromStream(client, new WireOptions());
        using var cancel = new CancellationTokenSource();
        Task waiting = connection.Input.FillAsync(cancel.Token).AsTask();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(connection.IsBroken);
        server.Write("whole\r\n"u8);
        server.Dispose();
        Assert.Equal("whole", Encoding.ASCII.GetString((await connection.Input.ReadLineAsync(100, CancellationToken.None)).Span));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_as_its_octet_arrives_loses_neither_the_octet_nor_the_connection()
    {
        for (int round = 0; round < 200; round++)
        {
            (System.IO.Stream client, System.IO.Stream server) = PipePair.Create();
            await using WireConnection connection = WireConnection.FromStream(client, new WireOptions());
            using var cancel = new CancellationTokenSource();
            // Runs behind the wait's own registration, which is the later one.
            cancel.Token.Register(() => server.WriteByte((byte)'x'));
            Task waiting = connection.Input.FillAsync(cancel.Token).AsTask();
            cancel.Cancel();
            Exception? error = await Record.ExceptionAsync(() => waiting);
            Assert.True(error is null or OperationCanceledException, error?.ToString());
            Assert.False(connection.IsBroken);
            if (connection.Input.Length == 0)
            {
                await connection.Input.FillAsync(CancellationToken.None);
            }

            Assert.Equal(1, connection.Input.Length);
        }
    }

    [Theory]
    [InlineData("MAIL FROM:<a>\r\nRCPT TO:<b>")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public async Task A_line_end_inside_a_line_is_refused_and_nothing_is_written(string line)
    {
        await using WireConnection connection = WireConnection.FromStream(new PieceStream([]), new WireOptions());
        Assert.Throws<ArgumentException>(() => connection.Output.WriteLine(line));
        Assert.Throws<ArgumentException>(() => connection.Output.WriteSecretLine("AUTH ", Encoding.ASCII.GetBytes(line)));
        Assert.Equal(0, connection.Output.Count);
    }

    [Fact]
    public async Task Collected_lines_leave_in_one_write_and_the_trace_has_no_secret()
    {
        var text = new StringWriter();
        using var trace = new WireTrace(text, new ManualTime());
        var stream = new PieceStream([]);
        await using WireConnection connection = WireConnection.FromStream(stream, new WireOptions { Trace = trace });
        connection.Output.WriteLine("EHLO localhost");
        connection.Output.WriteSecretLine("AUTH XOAUTH2 ", "dG9rZW4="u8);
        await connection.Output.FlushAsync(CancellationToken.None);
        Assert.Equal("EHLO localhost\r\nAUTH XOAUTH2 dG9rZW4=\r\n", Encoding.ASCII.GetString(stream.Written.ToArray()));
        Assert.Equal(
            "2026-11-22T00:00:00.000Z C: EHLO localhost\n2026-11-22T00:00:00.000Z C: AUTH XOAUTH2 <8 octets>\n",
            text.ToString().ReplaceLineEndings("\n"));
    }
}
