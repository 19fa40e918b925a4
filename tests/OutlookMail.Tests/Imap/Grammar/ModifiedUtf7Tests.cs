using OutlookMail.Imap.Grammar;
using Xunit;

namespace OutlookMail.Tests.Imap.Grammar;

public class ModifiedUtf7Tests
{
    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("R&D", "R&-D")]
    [InlineData("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    [InlineData("Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-")]
    [InlineData("😀", "&2D3eAA-")]
    [InlineData("a\tb", "a&AAk-b")]
    [InlineData("", "")]
    public void Names_go_both_ways(string name, string encoded)
    {
        Assert.Equal(encoded, ModifiedUtf7.Encode(name));
        Assert.True(ModifiedUtf7.TryDecode(encoded, out string back));
        Assert.Equal(name, back);
    }

    [Theory]
    [InlineData("a&b")]
    [InlineData("&!-")]
    [InlineData("&Q-")]
    [InlineData("&AP8")]
    public void What_is_not_modified_utf7_stays_as_it_came(string encoded)
    {
        Assert.False(ModifiedUtf7.TryDecode(encoded, out string name));
        Assert.Equal(encoded, name);
    }
}
