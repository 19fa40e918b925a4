using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Wire;

public class DribbleTests
{
    private const string Greeting = "* PREAUTH [CAPABILITY IMAP4rev1] hi\r\n";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_greeting_that_comes_an_octet_a_second_meets_the_timeout()
    {
        var time = new ManualTime();
        var server = new DribblingStream(Encoding.ASCII.GetBytes("* OK " + new string('a', 1000)), time);

        var broken = await Assert.ThrowsAsync<ConnectionBrokenException>(() => ImapConnection.OpenAsync(Wire(server, time)));

        Assert.True(broken.TimedOut);
        Assert.InRange(server.Given, 25, 31);
    }

    [Fact]
    public async Task A_response_that_comes_an_octet_a_second_meets_the_timeout()
    {
        var time = new ManualTime();
        var server = new DribblingStream(Encoding.ASCII.GetBytes(Greeting + "* SEARCH " + new string('1', 1000)), time) { AtOnce = Greeting.Length };
        await using ImapConnection connection = await ImapConnection.OpenAsync(Wire(server, time));

        var broken = await Assert.ThrowsAsync<ConnectionBrokenException>(() => connection.UidSearchAsync(SearchQuery.All));

        Assert.True(broken.TimedOut);
        Assert.InRange(server.Given - Greeting.Length, 25, 31);
    }

    [Fact]
    public async Task A_body_that_comes_an_octet_a_second_meets_it_although_each_is_taken()
    {
        var time = new ManualTime();
        string start = Greeting + "* 1 EXISTS\r\nA1 OK done\r\n* 1 FETCH (UID 1 BODY[] {5000000}\r\n";
        var server = new DribblingStream(Encoding.ASCII.GetBytes(start + "x"), time, repeatFrom: start.Length) { AtOnce = start.Length };
        await using ImapConnection connection = await ImapConnection.OpenAsync(Wire(server, time));
        await connection.SelectAsync("INBOX", readOnly: true);

        var broken = await Assert.ThrowsAsync<ConnectionBrokenException>(async () =>
        {
            await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(1)))
            {
                await body.CopyToAsync(Stream.Null);
            }
        });

        Assert.True(broken.TimedOut);
        Assert.InRange(server.Given - start.Length, 25, 31);
    }

    [Fact]
    public async Task An_answer_of_many_short_responses_may_take_longer_than_the_timeout()
    {
        var time = new ManualTime();
        string answer = string.Concat(Enumerable.Repeat("* 1 EXISTS\r\n", 20)) + "A1 OK done\r\n";
        var server = new DribblingStream(Encoding.ASCII.GetBytes(Greeting + answer), time) { AtOnce = Greeting.Length };
        await using ImapConnection connection = await ImapConnection.OpenAsync(Wire(server, time));

        await connection.NoopAsync();

        Assert.True(time.GetTimestamp() > 5 * Timeout.Ticks);
    }

    [Fact]
    public async Task A_reply_that_comes_an_octet_a_second_meets_the_timeout()
    {
        var time = new ManualTime();
        var server = new DribblingStream(Encoding.ASCII.GetBytes("220 " + new string('a', 1000)), time);

        var broken = await Assert.ThrowsAsync<ConnectionBrokenException>(() =>
            SmtpConnection.OpenAsync(Wire(server, time), new WireEndpoint("localhost", 25, TlsMode.Implicit), CancellationToken.None));

        Assert.True(broken.TimedOut);
        Assert.InRange(server.Given, 25, 31);
    }

    private static WireConnection Wire(Stream stream, TimeProvider time) =>
        WireConnection.FromStream(stream, new WireOptions { Time = time, ResponseTimeout = Timeout });
}
