using System.Text;
using OutlookMail.Smtp.Grammar;
using Xunit;

namespace OutlookMail.Tests.Smtp.Grammar;

public class ReplyLineTests
{
    [Theory]
    [InlineData("250 2.1.5 Ok", 250, true, "2.1.5 Ok")]
    [InlineData("250-SIZE 157286400", 250, false, "SIZE 157286400")]
    [InlineData("250", 250, true, "")]
    [InlineData("250-", 250, false, "")]
    [InlineData("354 ", 354, true, "")]
    [InlineData("599 x", 599, true, "x")]
    public void A_line_is_code_separator_and_text(string line, int code, bool last, string text)
    {
        Assert.True(ReplyLine.TryParse(Encoding.ASCII.GetBytes(line), out ReplyLine reply));
        Assert.Equal(code, reply.Code);
        Assert.Equal(last, reply.IsLast);
        Assert.Equal(text, Encoding.ASCII.GetString(reply.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("25")]
    [InlineData("250x")]
    [InlineData("250\tx")]
    [InlineData("2500 x")]
    [InlineData("150 x")]
    [InlineData("650 x")]
    [InlineData("2a0 x")]
    [InlineData(" 250 x")]
    [InlineData("* OK IMAP4rev1")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    public void Anything_else_is_no_reply(string line) =>
        Assert.False(ReplyLine.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Theory]
    [InlineData("5.7.3 Authentication unsuccessful", 5)]
    [InlineData("5.2.252 SendAsDenied", 7)]
    [InlineData("4.7.500", 7)]
    [InlineData("2.0.0", 5)]
    [InlineData("", 0)]
    [InlineData("Ok", 0)]
    [InlineData("3.0.0 x", 0)]
    [InlineData("5.7.3.1 x", 0)]
    [InlineData("5.7.3000 x", 0)]
    [InlineData("5..3 x", 0)]
    [InlineData("5.7. x", 0)]
    [InlineData("5.7.3-x", 0)]
    [InlineData("5.7", 0)]
    [InlineData("5.7.x", 0)]
    public void An_enhanced_status_code_is_measured(string text, int length) =>
        Assert.Equal(length, EnhancedStatusCode.Measure(text));
}
