using System;
using System.Buffers;
using System.Text;
using OutlookMail.Smtp.Grammar;
using Xunit;

namespace OutlookMail.Tests.Smtp.Grammar;

public class DotUnstufferTests
{
    [Theory]
    [InlineData(".\r\n", "")]
    [InlineData("a\r\n.\r\nNEXT", "a\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n")]
    [InlineData("..a\r\n...\r\n.\r\n", ".a\r\n..\r\n")]
    [InlineData(".a\r\n.\r\n", "a\r\n")]
    // None of these is CRLF.CRLF; each was taken for the end by some server (CVE-2023-51764, -51765, -51766).
    [InlineData("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n")]
    [InlineData("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n")]
    [InlineData("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n")]
    [InlineData("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n")]
    [InlineData("a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n")]
    [InlineData("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n")]
    [InlineData("a\r\r\n.\r\n", "a\r\r\n")]
    public void The_end_is_found_and_dots_taken_away_wherever_it_is_cut(string wire, string message)
    {
        byte[] octets = Encoding.ASCII.GetBytes(wire);
        int end = wire.EndsWith("NEXT", StringComparison.Ordinal) ? octets.Length - 4 : octets.Length;
        for (int cut = 0; cut <= octets.Length; cut++)
        {
            var output = new ArrayBufferWriter<byte>();
            var unstuffer = default(DotUnstuffer);
            bool ended = unstuffer.Write(octets.AsSpan(0, cut), output, out int consumed);
            Assert.Equal(cut >= end, ended);
            if (!ended)
            {
                Assert.Equal(cut, consumed);
                Assert.True(unstuffer.Write(octets.AsSpan(cut), output, out int more));
                consumed += more;
            }

            Assert.Equal(end, consumed);
            Assert.Equal(message, Encoding.ASCII.GetString(output.WrittenSpan));
        }
    }
}
