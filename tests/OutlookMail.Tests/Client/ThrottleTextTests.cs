using System;
using OutlookMail.Client;
using Xunit;

namespace OutlookMail.Tests.Client;

public class ThrottleTextTests
{
    // imapsync #198, #272: Exchange's own words.
    [Fact]
    public void The_pause_that_Exchange_names_is_read_to_the_millisecond()
    {
        Assert.True(ImapErrorMapper.IsThrottle("Request is throttled. Suggested Backoff Time: 299961 milliseconds", out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(299961), wait);
    }

    [Fact]
    public void A_throttle_without_a_time_is_one_all_the_same()
    {
        Assert.True(ImapErrorMapper.IsThrottle("Request is throttled.", out var wait));
        Assert.Null(wait);
    }

    [Theory]
    [InlineData("Connection closed. 14")]
    [InlineData("")]
    [InlineData("Command Argument Error. 11")]
    public void Other_words_are_no_throttle(string text) => Assert.False(ImapErrorMapper.IsThrottle(text, out _));
}
