using System;
using OutlookMail.Smtp.Grammar;
using Xunit;

namespace OutlookMail.Tests.Smtp.Grammar;

public class MailboxTests
{
    [Theory]
    [InlineData("ada@contoso.com")]
    [InlineData("a@b")]
    [InlineData("first.last+tag=x@sub.contoso-mail.com")]
    [InlineData("!#$%&'*+-/=?^_`{|}~@x.org")]
    [InlineData("\"two words\"@x.org")]
    [InlineData("\"a\\\"b@c\"@x.org")]
    [InlineData("x@[192.0.2.1]")]
    [InlineData("x@[IPv6:2001:db8::1]")]
    [InlineData("δοκιμή@παράδειγμα.δοκιμή")]
    [InlineData("用户@例え.jp")]
    [InlineData("a@xn--bcher-kva.example")]
    [InlineData("a@my_host.local")]
    public void A_mailbox_is_taken(string address)
    {
        Assert.Null(Mailbox.FindError(address, out int at, out _));
        Assert.Equal(address.LastIndexOf('@'), at);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("ada", 3)]
    [InlineData("@x.org", 0)]
    [InlineData("ada@", 4)]
    [InlineData("ada@x.org\r\nRCPT TO:<eve@x.org>", 9)]
    [InlineData("a\nda@x.org", 1)]
    [InlineData("a\0@x.org", 1)]
    [InlineData("ada @x.org", 3)]
    [InlineData("ada@x.org> SIZE=1", 9)]
    [InlineData("<ada@x.org>", 0)]
    [InlineData("ada@x org", 5)]
    [InlineData("a..b@x.org", 2)]
    [InlineData(".a@x.org", 0)]
    [InlineData("a.@x.org", 2)]
    [InlineData("a@.org", 2)]
    [InlineData("a@x..org", 4)]
    [InlineData("a@x.org.", 8)]
    [InlineData("a@-x.org", 2)]
    [InlineData("a@x-.org", 4)]
    [InlineData("a@b@c", 3)]
    [InlineData("\"open@x.org", 11)]
    [InlineData("\"a\"b@x.org", 3)]
    [InlineData("\"a\r\n\"@x.org", 2)]
    [InlineData("x@[192.0.2.1", 12)]
    [InlineData("x@[192.0.2.1]y", 13)]
    [InlineData("x@[a b]", 4)]
    [InlineData("a\u0085b@x.org", 1)]
    [InlineData("a\u2028b@x.org", 1)]
    [InlineData("a@x\u2029.org", 3)]
    [InlineData("\"a\u0085\"@x.org", 2)]
    public void Anything_else_is_refused_at_its_position(string address, int position)
    {
        Assert.NotNull(Mailbox.FindError(address, out _, out int found));
        Assert.Equal(position, found);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        // Not as InlineData: an attribute cannot hold one.
        foreach (string half in new[] { "\uD800", "\uDC00", "\uD800\uD800" })
        {
            Assert.NotNull(Mailbox.FindError("a" + half + "@x.org", out _, out int position));
            Assert.Equal(1, position);
        }
    }

    [Fact]
    public void Lengths_are_limited_in_octets()
    {
        Assert.Null(Mailbox.FindError(new string('a', 64) + "@x.org", out _, out _));
        Assert.NotNull(Mailbox.FindError(new string('a', 65) + "@x.org", out _, out _));
        Assert.NotNull(Mailbox.FindError(new string('é', 33) + "@x.org", out _, out _));
        string longDomain = string.Join(".", System.Linq.Enumerable.Repeat(new string('d', 63), 4));
        Assert.Null(Mailbox.FindError("a@" + longDomain, out _, out _));
        Assert.NotNull(Mailbox.FindError("a@" + longDomain + ".e", out _, out _));
    }

    [Fact]
    public void No_address_with_a_character_that_ends_a_line_or_a_path_is_taken()
    {
        foreach (char bad in "\r\n\0\u001b\u007f\u0085\u2028\u2029")
        {
            foreach (string good in new[] { "ada@contoso.com", "\"a b\"@contoso.com", "x@[192.0.2.1]" })
            {
                for (int at = 0; at <= good.Length; at++)
                    Assert.NotNull(Mailbox.FindError(good.Insert(at, bad.ToString()), out _, out _));
            }
        }

        foreach (char bad in " <>")
        {
            string good = "ada@contoso.com";
            for (int at = 0; at <= good.Length; at++)
                Assert.NotNull(Mailbox.FindError(good.Insert(at, bad.ToString()), out _, out _));
        }
    }
}
