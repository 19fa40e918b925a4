using System;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class ReadingTests
{
    private static MimeMessage Read(string text) => MimeMessage.Parse(Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n")));

    [Fact]
    public void A_plain_message_is_read_with_its_fields()
    {
        MimeMessage message = Read("From: \"Lovelace, Ada\" <ada@contoso.test>\nTo: Bob <bob@contoso.test>,\n eve@contoso.test (Eve)\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n =?utf-8?B?4oCTIGhp?=\nDate: Sun, 22 Nov 2026 07:30:51 -0800 (PST)\nMessage-ID: <1@contoso.test>\nReferences: <a@b>\n <c@d>\n\nHello\n");
        Assert.Equal("Lovelace, Ada", message.From[0].Name);
        Assert.Equal("ada@contoso.test", message.From[0].Address);
        Assert.Equal(new[] { "bob@contoso.test", "eve@contoso.test" }, message.To.Select(a => a.Address));
        Assert.Equal("Eve", message.To[1].Name);
        Assert.Equal("Grüße– hi", message.Subject);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 30, 51, TimeSpan.FromHours(-8)), message.Date);
        Assert.Equal("1@contoso.test", message.MessageId);
        Assert.Equal(new[] { "a@b", "c@d" }, message.References);
        Assert.Equal("Hello\r\n", message.TextBody);
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void A_boundary_that_begins_like_another_is_not_taken_for_it()
    {
        MimeMessage message = Read("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=aa\n\n--aa\n\none\n--aa\nContent-Type: text/html\n\n<b>two</b>\n--aa--\n--a\nContent-Type: application/pdf; name=x.pdf\n\nthree\n--a--\n");
        Assert.Equal(2, message.Body.Children.Count);
        Assert.Equal(2, message.Body.Children[0].Children.Count);
        Assert.Equal("one", message.TextBody);
        Assert.Equal("x.pdf", Assert.Single(message.Attachments).FileName);
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void A_multipart_without_its_end_keeps_its_parts_and_says_so()
    {
        MimeMessage message = Read("Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\nContent-Type: text/html\n\n<b>two");
        Assert.Equal("one", message.TextBody);
        Assert.Equal("<b>two", message.HtmlBody);
        Assert.Equal("RFC 2046 §5.1.1", Assert.Single(message.Defects).Rule);
    }

    [Theory]
    [InlineData("multipart/mixed")]
    [InlineData("multipart/mixed; boundary=wrong")]
    public void A_multipart_with_no_or_a_wrong_boundary_is_read_by_the_one_its_body_uses(string type)
    {
        MimeMessage message = Read("Content-Type: " + type + "\n\n--right\n\none\n--right\nContent-Type: text/html\n\n<b>two</b>\n--right--\n");
        Assert.Equal(2, message.Body.Children.Count);
        Assert.Equal("one", message.TextBody);
        Assert.NotEmpty(message.Defects);
    }

    [Fact]
    public void A_message_in_a_message_is_read_from_the_same_octets()
    {
        MimeMessage message = Read("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nsee below\n--a\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b--\n--a--\n");
        MimeMessage? inner = Assert.Single(message.Attachments).GetNestedMessage();
        Assert.Equal("inner", inner!.Subject);
        Assert.Equal("hi", inner.TextBody);
    }

    [Fact]
    public void The_text_of_html_shows_paragraphs_lists_and_links()
    {
        Assert.Equal(
            "Hello Ada\r\n\r\n- one\r\n- two\r\n\r\nsee here <https://contoso.test/x>",
            HtmlText.FromHtml("<html><head><title>no</title><style>p{}</style></head><body><p>Hello\n <b>Ada</b></p><ul><li>one</li><li>two</li></ul><p>see <a href='https://contoso.test/x'>here</a></p><script>alert(1)</script></body></html>"));
    }
}
