using System;
using System.Buffers;
using System.Text;
using OutlookMail.Smtp.Grammar;
using Xunit;

namespace OutlookMail.Tests.Smtp.Grammar;

public class DotStufferTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData(".", "..\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("..\r\n.a\r\na.\r\n", "...\r\n..a\r\na.\r\n.\r\n")]
    [InlineData("a\r\n.\r\nMAIL FROM:<x@y>\r\n", "a\r\n..\r\nMAIL FROM:<x@y>\r\n.\r\n")]
    [InlineData("a\n.\nb", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\r.\rb", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\r\n.\rb", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\r\r\n.b\r", "a\r\n\r\n..b\r\n.\r\n")]
    [InlineData("\r\n\r\n", "\r\n\r\n.\r\n")]
    [InlineData("\n\r", "\r\n\r\n.\r\n")]
    public void The_mail_is_stuffed_the_same_wherever_it_is_cut(string message, string expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes(message);
        Assert.Equal(expected, Stuff(octets, octets.Length, octets.Length));
        for (int first = 0; first <= octets.Length; first++)
        {
            for (int second = first; second <= octets.Length; second++)
                Assert.Equal(expected, Stuff(octets, first, second));
        }
    }

    [Fact]
    public void The_receiving_side_gets_back_what_was_sent_and_only_once_the_end_came()
    {
        var random = new Random(4711);
        byte[] alphabet = Encoding.ASCII.GetBytes("..\r\n\r\nab");
        for (int round = 0; round < 2000; round++)
        {
            var message = new byte[random.Next(40)];
            for (int i = 0; i < message.Length; i++)
                message[i] = alphabet[random.Next(alphabet.Length)];
            byte[] wire = Encoding.ASCII.GetBytes(Stuff(message, message.Length, message.Length));

            var received = new ArrayBufferWriter<byte>();
            var unstuffer = default(DotUnstuffer);
            for (int i = 0; i < wire.Length; i++)
                Assert.Equal(i == wire.Length - 1, unstuffer.Write(wire.AsSpan(i, 1), received, out _));

            string canonical = Encoding.ASCII.GetString(message).Replace("\r\n", "\n").Replace('\r', '\n').Replace("\n", "\r\n");
            if (canonical.Length > 0 && !canonical.EndsWith("\r\n", StringComparison.Ordinal))
                canonical += "\r\n";
            Assert.Equal(canonical, Encoding.ASCII.GetString(received.WrittenSpan));
        }
    }

    private static string Stuff(byte[] message, int first, int second)
    {
        var output = new ArrayBufferWriter<byte>();
        var stuffer = default(DotStuffer);
        stuffer.Write(message.AsSpan(0, first), output);
        stuffer.Write(message.AsSpan(first, second - first), output);
        stuffer.Write(message.AsSpan(second), output);
        stuffer.Finish(output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
