using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;
using static OutlookMail.Tests.Outbox.OutboxWorld;

namespace OutlookMail.Tests.Outbox;

/// <summary>A server that says no at each step of a submission, for now (4xx) and for good (5xx): to a mail that is sent
/// at once, to a queued one, and to one in the middle of a group. Afterwards it arrived once or not at all.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> OfConnections => new()
    {
        { "EHLO", "451 4.3.2 Please try again later" },
        { "EHLO", "550 5.7.1 Service not available to you" },
        { "AUTH", "454 4.7.0 Temporary authentication failure" },
        { "AUTH", "535 5.7.3 Authentication unsuccessful" },
    };

    public static TheoryData<string, string> OfMails => new()
    {
        { "MAIL", "451 4.3.0 Temporary server error" },
        { "MAIL", "550 5.7.60 SMTP; Client does not have permissions to send as this sender" },
        { "RCPT", "450 4.2.0 Mailbox busy" },
        { "RCPT", "550 5.1.1 User unknown" },
        { "DATA", "451 4.3.0 Temporary server error" },
        { "DATA", "554 5.7.1 No mail today" },
        { ".", "451 4.3.0 Temporary server error" },
        { ".", "554 5.6.0 Corrupt message content" },
        { "MAIL", "421 4.3.2 Service shutting down" },
        { ".", "421 4.3.2 Service shutting down" },
    };

    [Theory]
    [MemberData(nameof(OfConnections))]
    [MemberData(nameof(OfMails))]
    public async Task A_mail_that_is_sent_at_once_is_refused_with_the_servers_words_and_the_next_one_goes(string command, string reply)
    {
        await using var world = await StartAsync();
        world.Sandbox.Faults.NextSmtpAnswer(command, reply, Times(command));
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.SendMailAsync(world.Session, Draft("refused"), new SendRequest(), world, Ct));
        Assert.NotEqual(ErrorIds.SendUncertain, e.ErrorId);
        // RFC 5321 §3.2: HELO is tried, which offers no STARTTLS; nothing goes in the clear.
        Assert.Contains(command == "EHLO" && reply[0] == '5' ? "encrypted connection" : reply[4..9], e.Message, StringComparison.Ordinal);

        // What was not sent is not sent behind its caller's back.
        world.Sandbox.Faults.Clear();
        await world.Client.SendMailAsync(world.Session, Draft("next"), new SendRequest(), world, Ct);
        await world.RunAsync();
        Assert.Equal(["next"], world.Inbox());
    }

    [Theory]
    [MemberData(nameof(OfMails))]
    public async Task Over_a_connection_that_is_there_it_is_the_same(string command, string reply)
    {
        await using var world = await StartAsync();
        await world.Client.SendMailAsync(world.Session, Draft("first"), new SendRequest(), world, Ct);
        world.Sandbox.Faults.NextSmtpAnswer(command, reply);
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.SendMailAsync(world.Session, Draft("refused"), new SendRequest(), world, Ct));
        Assert.NotEqual(ErrorIds.SendUncertain, e.ErrorId);
        await world.Client.SendMailAsync(world.Session, Draft("next"), new SendRequest(), world, Ct);
        Assert.Equal(["first", "next"], world.Inbox());
    }

    [Theory]
    [MemberData(nameof(OfConnections))]
    [MemberData(nameof(OfMails))]
    public async Task A_queued_mail_waits_out_what_passes_and_fails_for_what_does_not(string command, string reply)
    {
        await using var world = await StartAsync();
        var id = (await world.QueueAsync(Draft("queued"))).Id;
        world.Sandbox.Faults.NextSmtpAnswer(command, reply);
        try
        {
            await world.RunAsync(new OutboxRunRequest { UntilEmpty = true });
        }
        catch (OutlookMailException)
        {
            // A connection that is refused for good is no mail's fault: it stays queued for the next run.
            Assert.Equal(OutlookOutboxState.Queued, world.Item(id).State);
            await world.RunAsync(new OutboxRunRequest { UntilEmpty = true });
        }

        var isFinal = reply[0] == '5' && command is not ("EHLO" or "AUTH");
        Assert.Equal(isFinal ? OutlookOutboxState.Failed : OutlookOutboxState.Sent, world.Item(id).State);
        Assert.Equal(isFinal ? [] : ["queued"], world.Inbox());
    }

    [Theory]
    [MemberData(nameof(OfMails))]
    public async Task In_a_group_it_is_that_mails_alone(string command, string reply)
    {
        await using var world = await StartFreeAsync();
        var ids = (await world.QueueAsync(5)).Select(item => item.Id).ToArray();
        world.Sandbox.Faults.NextSmtpAnswer(WhereWhole(command), reply);
        await world.RunAsync(new OutboxRunRequest { UntilEmpty = true });

        var isFinal = reply[0] == '5';
        Assert.Equal(Enumerable.Range(isFinal ? 1 : 0, isFinal ? 4 : 5).Select(i => "m" + i), world.Inbox().Order());
        Assert.Equal(isFinal ? OutlookOutboxState.Failed : OutlookOutboxState.Sent, world.Item(ids[0]).State);
        Assert.All(ids.Skip(1), id => Assert.Equal(OutlookOutboxState.Sent, world.Item(id).State));
    }

    // Small mails that are queued go in one write with their commands, by BDAT, where the connection is there.
    private static string WhereWhole(string command) => command == "DATA" ? "BDAT" : command;

    // A refused token is asked for anew once, and a shared mailbox' other form of the user is tried.
    private static int Times(string command) => command == "AUTH" ? 10 : 1;
}
