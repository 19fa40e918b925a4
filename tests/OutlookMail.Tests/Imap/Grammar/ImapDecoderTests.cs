using System;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap.Grammar;

public class ImapDecoderTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"a \\\"b\\\" \\\\c\"", "a \"b\" \\c")]
    [InlineData("{5}\r\na\r\n\"b", "a\r\n\"b")]
    [InlineData("~{1}\r\n\0", "\0")]
    [InlineData("atom", "atom")]
    [InlineData("NIL", null)]
    [InlineData("nil)", null)]
    [InlineData("nilly", "nilly")]
    [InlineData("\"Gr\u00c3\u00bc\u00c3\u009fe\"", "Grüße")]
    [InlineData("\"Gr\u00fc\u00dfe\"", "Grüße")]
    public void Strings_come_in_every_form(string sample, string? text)
    {
        var decoder = new ImapDecoder(Encoding.Latin1.GetBytes(sample));
        Assert.True(decoder.TryNString(out string? read));
        Assert.Equal(text, read);
    }

    [Theory]
    [InlineData("\"abc")]
    [InlineData("\"abc\\\"")]
    [InlineData("{5}\r\nabcd")]
    [InlineData("{5}")]
    [InlineData("(")]
    [InlineData("")]
    public void A_truncated_string_is_no_string(string sample)
    {
        var decoder = new ImapDecoder(Encoding.Latin1.GetBytes(sample));
        Assert.False(decoder.TryNString(out _));
        Assert.Equal(0, decoder.Position);
    }

    [Fact]
    public void Numbers_have_32_and_63_bits()
    {
        var decoder = new ImapDecoder("4294967295 4294967296 9223372036854775807 9223372036854775808"u8);
        Assert.True(decoder.TryNumber(out uint number));
        Assert.Equal(uint.MaxValue, number);
        decoder.TrySpace();
        Assert.False(decoder.TryNumber(out _));
        Assert.True(decoder.TryNumber64(out long wide));
        Assert.Equal(4294967296, wide);
        decoder.TrySpace();
        Assert.True(decoder.TryNumber64(out wide));
        Assert.Equal(long.MaxValue, wide);
        decoder.TrySpace();
        Assert.False(decoder.TryNumber64(out _));
    }

    [Theory]
    [InlineData("(a (b \"c)\" {1}\r\n)) NIL) rest", " rest")]
    [InlineData("BODY[HEADER.FIELDS rest", " rest")]
    [InlineData("\"x\" rest", " rest")]
    public void Any_value_can_be_passed_over(string sample, string rest)
    {
        var decoder = new ImapDecoder(Encoding.Latin1.GetBytes(sample));
        Assert.True(decoder.TrySkipValue());
        Assert.Equal(rest, Encoding.Latin1.GetString(decoder.Rest));
    }

    [Fact]
    public void A_hundred_thousand_parentheses_do_not_overflow_the_stack()
    {
        var decoder = new ImapDecoder(Encoding.ASCII.GetBytes(new string('(', 100_000)));
        Assert.False(decoder.TrySkipValue());
    }

    [Fact]
    public void Errors_name_the_element_and_hide_quoted_text()
    {
        var decoder = new ImapDecoder("* LIST \"secret subject\" x"u8);
        decoder.Position = 7;
        try
        {
            decoder.ExpectNumber("mbx-list");
        }
        catch (ServerProtocolException e)
        {
            Assert.Equal("in mbx-list", e.GrammarPath);
            Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Fail("Nothing was thrown.");
    }

    [Theory]
    [InlineData("17-Jul-1996 02:44:25 -0700", "1996-07-17T02:44:25-07:00")]
    [InlineData(" 1-jan-2026 00:00:00 +0530", "2026-01-01T00:00:00+05:30")]
    public void Dates_are_read_and_written(string text, string expected)
    {
        Assert.True(ImapDateTime.TryParse(Encoding.ASCII.GetBytes(text), out DateTimeOffset moment));
        Assert.Equal(DateTimeOffset.Parse(expected), moment);
        Assert.Equal(text, ImapDateTime.Format(moment), ignoreCase: true);
    }

    [Theory]
    [InlineData("31-Feb-2026 00:00:00 +0000")]
    [InlineData("17-Jul-1996 02:44:25 +9900")]
    [InlineData("17-Foo-1996 02:44:25 +0000")]
    [InlineData("1-Jan-0001 00:00:00 +1400")]
    [InlineData("")]
    public void Impossible_dates_are_none(string text)
    {
        Assert.False(ImapDateTime.TryParse(Encoding.ASCII.GetBytes(text), out _));
    }
}
