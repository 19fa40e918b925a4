using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>How many short mails go out before the first of them is answered.</summary>
public class WholeMailsPaceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_mails_that_are_unanswered_grow_with_each_answer_up_to_eight()
    {
        // Octet by octet: one mail is answered before each write.
        var server = new AnsweringServer(readSize: 1);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(20), Ct);
        Assert.All(outcomes, o => Assert.Equal(SmtpSendState.Accepted, o.State));
        Assert.Equal([1, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1], server.Script.Writes.Select(AnsweringServer.Count).Where(count => count > 0).Take(13));
        Assert.Equal(20, server.Out);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(98, 0)]
    [InlineData(99, 5)]
    public async Task A_server_that_was_slow_twice_in_a_hundred_mails_gets_each_by_itself(int promptBetween, int together)
    {
        var time = new ManualTime();
        var server = new AnsweringServer();
        await using SmtpConnection connection = await server.Script.ConnectAsync(new WireOptions { Time = time });
        SmtpMail[] mails = AnsweringServer.Numbered(5);
        async Task SendAsync(TimeSpan took)
        {
            server.Script.OnRead = () => time.Advance(took);
            await connection.SendTogetherAsync([mails[0]], Ct);
        }

        await SendAsync(TimeSpan.FromMilliseconds(21));
        Assert.Equal(5, connection.CountTogether(mails));
        for (int i = 0; i < promptBetween; i++)
        {
            await SendAsync(TimeSpan.Zero);
        }

        await SendAsync(TimeSpan.FromMilliseconds(21));
        Assert.Equal(together, connection.CountTogether(mails));
    }
}
