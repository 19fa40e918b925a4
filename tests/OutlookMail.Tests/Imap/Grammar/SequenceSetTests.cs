using System.Text;
using OutlookMail.Imap.Grammar;
using Xunit;

namespace OutlookMail.Tests.Imap.Grammar;

public class SequenceSetTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("2,4:7,9,12:*")]
    [InlineData("*:4,5:7")]
    [InlineData("*")]
    [InlineData("4294967295")]
    public void Sets_are_read_and_written(string text)
    {
        Assert.True(SequenceSet.TryParse(Encoding.ASCII.GetBytes(text), out SequenceSet set));
        Assert.Equal(text, set.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1,")]
    [InlineData("1:")]
    [InlineData(",1")]
    [InlineData("1;2")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    [InlineData("1:2:3")]
    public void Other_texts_are_refused(string text)
    {
        Assert.False(SequenceSet.TryParse(Encoding.ASCII.GetBytes(text), out _));
    }

    // RFC 9051 §9: "*:4" is the same as "4:*", and "20:*" with 15 messages contains 15.
    [Theory]
    [InlineData("*:4", 10u, 10u, true)]
    [InlineData("*:4", 3u, 10u, false)]
    [InlineData("20:*", 15u, 15u, true)]
    [InlineData("20:*", 14u, 15u, false)]
    [InlineData("5:3", 4u, 9u, true)]
    public void Star_and_reversed_ranges_mean_what_the_rfc_says(string text, uint number, uint largest, bool contained)
    {
        Assert.True(SequenceSet.TryParse(Encoding.ASCII.GetBytes(text), out SequenceSet set));
        Assert.Equal(contained, set.Contains(number, largest));
    }
}
