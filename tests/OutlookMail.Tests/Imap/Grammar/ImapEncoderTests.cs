using System;
using System.Text;
using OutlookMail.Imap;
using OutlookMail.Imap.Grammar;
using Xunit;

namespace OutlookMail.Tests.Imap.Grammar;

public class ImapEncoderTests
{
    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("inbox", "INBOX")]
    [InlineData("Sent Items", "\"Sent Items\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    [InlineData("NIL", "\"NIL\"")]
    [InlineData("", "\"\"")]
    [InlineData("100%", "\"100%\"")]
    public void Mailbox_names_are_quoted_as_far_as_needed(string name, string expected)
    {
        Assert.Equal(expected, Text(new ImapEncoder(LiteralStyle.Plus).Mailbox(name)));
    }

    [Theory]
    [InlineData("a\r\nA2 DELETE INBOX")]
    [InlineData("a\n")]
    [InlineData("a\0b")]
    public void Line_ends_never_reach_a_command(string text)
    {
        Assert.Throws<ArgumentException>(() => new ImapEncoder(LiteralStyle.Plus).AString(text));
        Assert.Throws<ArgumentException>(() => new ImapEncoder(LiteralStyle.Plus).String(text));
        Assert.Throws<ArgumentException>(() => new ImapEncoder(LiteralStyle.Plus).Mailbox(text));
        Assert.Throws<ArgumentException>(() => new ImapEncoder(LiteralStyle.Plus).Pattern(text));
        Assert.Throws<ArgumentException>(() => new ImapEncoder(LiteralStyle.Plus).Flag(text));
        Assert.Throws<ArgumentException>(() => new ImapEncoder(LiteralStyle.Plus).Raw(text));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData("\\")]
    [InlineData("a]b")]
    [InlineData("\\Se\\en")]
    [InlineData("(x)")]
    [InlineData("ключ")]
    public void What_is_no_flag_is_refused(string flag)
    {
        Assert.Throws<ArgumentException>(() => new ImapEncoder(LiteralStyle.Plus).Flag(flag));
    }

    [Theory]
    [InlineData(LiteralStyle.Plus, 5000, "{5000+}\r\n", false)]
    [InlineData(LiteralStyle.Minus, 4096, "{4096+}\r\n", false)]
    [InlineData(LiteralStyle.Minus, 4097, "{4097}\r\n", true)]
    [InlineData(LiteralStyle.Synchronizing, 1, "{1}\r\n", true)]
    [InlineData(LiteralStyle.FromServer, 5000, "{5000}\r\n", false)]
    public void Literals_wait_where_the_server_wants_it(LiteralStyle style, int length, string marker, bool waits)
    {
        var encoder = new ImapEncoder(style).Literal(new byte[length]);
        Assert.StartsWith(marker, Text(encoder), StringComparison.Ordinal);
        Assert.Equal(waits ? [marker.Length] : Array.Empty<int>(), encoder.Waits);
    }

    [Fact]
    public void Text_outside_ascii_is_a_literal_until_utf8_is_on()
    {
        Assert.Equal("{6+}\r\n\u00c3\u00bc\u00c3\u00bc\u00c3\u00bc", Text(new ImapEncoder(LiteralStyle.Plus).String("üüü")));
        Assert.Equal("\"\u00c3\u00bc\"", Text(new ImapEncoder(LiteralStyle.Plus, utf8: true).String("ü")));
    }

    [Fact]
    public void Search_keys_combine_without_ambiguity()
    {
        SearchQuery query = SearchQuery.Unseen
            .And(SearchQuery.Or(SearchQuery.From("ada"), SearchQuery.Subject("a \"b\"").And(SearchQuery.Larger(10))))
            .And(SearchQuery.Not(SearchQuery.Seen.And(SearchQuery.Flagged)))
            .And(SearchQuery.Since(new DateTime(2026, 3, 1)))
            .And(SearchQuery.Uid(UidSet.Of(1, 2, 3, 7)));
        Assert.Equal(
            "UNSEEN OR FROM \"ada\" (SUBJECT \"a \\\"b\\\"\" LARGER 10) NOT (SEEN FLAGGED) SINCE 1-Mar-2026 UID 1:3,7",
            query.ToString());
        Assert.True(query.IsAscii);
        Assert.False(query.And(SearchQuery.Text("é")).IsAscii);
    }

    private static string Text(ImapEncoder encoder) => Encoding.Latin1.GetString(encoder.Written.Span);
}
