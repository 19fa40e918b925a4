using System;
using System.Linq;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("=?iso-8859-1?Q?Andr=E9?= Pirard", "André Pirard")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a_b?=", "a b")]
    [InlineData("=?ISO-8859-1?Q?a?= b", "a b")]
    [InlineData("=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore")]
    [InlineData("x=?utf-8?Q?=C3=BC?=y", "xüy")]
    [InlineData("=?utf-8?B?w7w?=", "ü")]
    [InlineData("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü")]
    [InlineData("=?utf-8?Q?a?b?=", "a?b")]
    [InlineData("=?utf-8?X?a?=", "=?utf-8?X?a?=")]
    [InlineData("=?utf-8?Q?open", "=?utf-8?Q?open")]
    [InlineData("=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x")]
    [InlineData("=?utf-8?Q?=41?=", "A")]
    [InlineData("=?utf-8?Q??=", "")]
    [InlineData("folded\r\n text\r\n\tmore", "folded text\tmore")]
    public void Encoded_words_are_decoded_as_far_as_they_are_some(string raw, string expected) =>
        Assert.Equal(expected, HeaderText.Decode(raw));

    [Theory]
    [InlineData("Sun, 22 Nov 2026 07:30:51 +0100", "2026-11-22T07:30:51+01:00")]
    [InlineData("22 Nov 26 07:30 EST", "2026-11-22T07:30:00-05:00")]
    [InlineData("Sun, 22 Nov 2026 07:30:51 GMT (comment (nested))", "2026-11-22T07:30:51+00:00")]
    [InlineData("Sun Nov 22 07:30:51 2026", "2026-11-22T07:30:51+00:00")]
    [InlineData("22-Nov-2026 07:30:51 -0800", "2026-11-22T07:30:51-08:00")]
    [InlineData("Fri, 21 Nov 97 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("Sun, 22 Nov 2026 23:59:60 +0000", "2026-11-22T23:59:59+00:00")]
    [InlineData("2026-11-22T07:30:51Z", "2026-11-22T07:30:51+00:00")]
    [InlineData("Sun, 22 Nov 2026 07:30:51 +9900", "2026-11-22T07:30:51+00:00")]
    [InlineData("Sonntag, 22 November 2026 07:30:51 +0100", "2026-11-22T07:30:51+01:00")]
    public void Dates_in_the_forms_that_mail_shows_are_read(string raw, string expected)
    {
        Assert.True(MimeDate.TryParse(raw, out DateTimeOffset date));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), date);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture).Offset, date.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("32 Nov 2026 07:30:51 +0000")]
    [InlineData("30 Feb 2026 07:30:51 +0000")]
    public void What_is_no_date_is_none(string raw) => Assert.False(MimeDate.TryParse(raw, out _));

    [Theory]
    [InlineData("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "pete@silly.test", "Pete")]
    [InlineData("\"Joe Q. Public\" <john.q.public@example.com>", "john.q.public@example.com", "Joe Q. Public")]
    [InlineData("<@relay.test,@other.test:john@example.com>", "john@example.com", null)]
    [InlineData("john . doe @ example . com", "john.doe@example.com", null)]
    [InlineData("\"quoted local\"@example.com", "\"quoted local\"@example.com", null)]
    [InlineData("=?utf-8?Q?J=C3=BCrgen=2C_M?= <j@x.test>", "j@x.test", "Jürgen, M")]
    [InlineData("Doe, John <j@x.test>", "j@x.test", "Doe, John")]
    [InlineData("j@x.test (John \\(Doe\\))", "j@x.test", "John (Doe)")]
    [InlineData("jürgen@bücher.test", "jürgen@bücher.test", null)]
    [InlineData("Name <open@x.test", "open@x.test", "Name")]
    public void An_address_is_read_in_every_form(string field, string address, string? name)
    {
        MimeAddress read = Assert.Single(MimeAddress.ReadList(field));
        Assert.Equal(address, read.Address);
        Assert.Equal(name, read.Name);
    }

    [Fact]
    public void Groups_name_their_members_and_may_be_empty()
    {
        var list = MimeAddress.ReadList("A Group:Ed Jones <joe@where.test>,joe@where.test;, Undisclosed recipients:;, eve@x.test");
        Assert.Equal(new[] { "A Group", "A Group", null }, list.Select(a => a.Group));
        Assert.Equal("eve@x.test", list[2].Address);
    }

    [Theory]
    [InlineData("ada@contoso.test\r\nBcc: x@y.test", 16)]
    [InlineData("ada@contoso.test\0", 16)]
    [InlineData("ada", 3)]
    [InlineData("@contoso.test", 0)]
    [InlineData("ada@", 4)]
    [InlineData("ada..b@contoso.test", 4)]
    [InlineData("ada@contoso..test", 12)]
    [InlineData("a b@contoso.test", 1)]
    [InlineData("Ada <ada@contoso.test", 3)]
    [InlineData("Ada <a<b@contoso.test>", 6)]
    [InlineData("ok@contoso.test, bad@-contoso.test", 21)]
    public void User_input_that_is_no_address_is_refused_with_its_position(string text, int position)
    {
        MimeFormatException error = Assert.Throws<MimeFormatException>(() => MimeAddress.ParseList(text));
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void User_input_of_several_addresses_is_read_and_written_back()
    {
        var list = MimeAddress.ParseList("Ada <a@b.test>; \"Doe, John\" <j@x.test>,c@d.test");
        Assert.Equal(new[] { "Ada <a@b.test>", "\"Doe, John\" <j@x.test>", "c@d.test" }, list.Select(a => a.ToString()));
        Assert.Equal("Doe, John", MimeAddress.Parse(list[1].ToString()).Name);
    }

    [Theory]
    [InlineData("filename*=utf-8''Gr%C3%BC%C3%9Fe%20x.pdf", "Grüße x.pdf")]
    [InlineData("filename*0=\"one \"; filename*1=two.pdf", "one two.pdf")]
    [InlineData("filename*1*=%C3%9Fe.pdf; filename*0*=utf-8''Gr%C3%BC", "Grüße.pdf")]
    [InlineData("filename*0*=utf-8''a%20; filename*1=\"b%20c.pdf\"", "a b%20c.pdf")]
    [InlineData("filename*=''plain.pdf", "plain.pdf")]
    [InlineData("filename=\"=?utf-8?B?R3LDvMOfZS5wZGY=?=\"", "Grüße.pdf")]
    [InlineData("filename=\"a\\\"b\\\\c.pdf\"", "a\"b\\c.pdf")]
    [InlineData("filename=\"C:\\temp\\x.pdf\"", "C:\\temp\\x.pdf")]
    [InlineData("filename=report(1).pdf", "report(1).pdf")]
    [InlineData("filename=two words.pdf", "two words.pdf")]
    [InlineData("filename=\"open.pdf", "open.pdf")]
    [InlineData("size=3; filename=\"x.pdf\" creation-date=\"y\"", "x.pdf")]
    [InlineData("filename=old.pdf; filename*=utf-8''new.pdf", "new.pdf")]
    public void File_names_are_read_in_the_forms_of_rfc_2231_and_of_the_wild(string parameters, string expected)
    {
        MimeMessage message = Sample.Read("Content-Type: application/pdf\nContent-Disposition: attachment;\n " + parameters + "\n\nx");
        Assert.Equal(expected, message.Body.FileName);
    }

    [Fact]
    public void Every_field_gives_back_its_own_octets()
    {
        byte[] bytes = Sample.Bytes("Received: a\n b\nX-Bad : spaced\nSubject:x\n\nbody");
        MimeMessage message = MimeMessage.Parse(bytes);
        Assert.Equal(bytes[..^6], message.Headers.SelectMany(h => h.OriginalBytes.ToArray()).ToArray());
        Assert.Equal("spaced", message.Headers.Get("x-bad"));
    }

    [Fact]
    public void A_line_that_lost_its_fold_does_not_cost_the_fields_after_it()
    {
        MimeMessage message = Sample.Read("Received: from a\nby b; never\nSubject: kept\nFrom: a@b.test\n\nbody\n");
        Assert.Equal("kept", message.Subject);
        Assert.Equal("body\r\n", message.TextBody);
        Assert.Single(message.Defects);
    }

    [Fact]
    public void A_missing_empty_line_starts_the_body_where_the_fields_end()
    {
        MimeMessage message = Sample.Read("Subject: x\nthis is text, not a field\nand more\n");
        Assert.Equal("this is text, not a field\r\nand more\r\n", message.TextBody);
        Assert.Equal("RFC 5322 §2.1", Assert.Single(message.Defects).Rule);
    }

    [Fact]
    public void An_mbox_line_before_the_header_is_passed_over()
    {
        Assert.Equal("x", Sample.Read("From a@b.test Sun Nov 22 07:30:51 2026\nSubject: x\n\nbody\n").Subject);
    }
}
