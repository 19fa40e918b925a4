using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public sealed class OutboxCommandsTests
{
    [Fact]
    public Task A_queued_mail_goes_out_when_the_outbox_is_started_and_only_once() => SandboxRunspace.ConnectedAsync(session =>
    {
        OutlookOutboxItem item = Assert.Single(Queue(session, "invoice", "key-1"));
        Assert.Equal(OutlookOutboxState.Queued, item.State);
        Assert.Equal(item.Id, Assert.Single(Queue(session, "invoice", "key-1")).Id);
        Assert.Empty(Listed());

        OutlookOutboxItem sent = Assert.Single(SandboxRunspace.Output<OutlookOutboxItem>(CmdletRun.Of<StartOutlookOutboxCommand>()));
        Assert.Equal(OutlookOutboxState.Sent, sent.State);
        Assert.Empty(SandboxRunspace.Output<OutlookOutboxItem>(CmdletRun.Of<StartOutlookOutboxCommand>()));
        Assert.Equal(["invoice"], Listed());
    });

    [Fact]
    public Task The_history_of_a_mail_is_shown_when_it_is_asked_for() => SandboxRunspace.ConnectedAsync(session =>
    {
        long id = Assert.Single(Queue(session, "s", null)).Id;
        Assert.Empty(Assert.Single(SandboxRunspace.Output<OutlookOutboxItem>(CmdletRun.Of<GetOutlookOutboxCommand>())).History);
        Assert.Single(Assert.Single(SandboxRunspace.Output<OutlookOutboxItem>(CmdletRun.Of<GetOutlookOutboxCommand>(("Id", id), ("History", true)))).History);
    });

    [Fact]
    public Task One_mail_that_cannot_be_written_does_not_keep_the_others_out() => SandboxRunspace.ConnectedAsync(session =>
    {
        var run = CmdletRun.WithInput<SendOutlookMailCommand>(
            [new { To = session.Mailbox, Subject = "good 1" }, new { To = "no address", Subject = "bad" }, new { To = session.Mailbox, Subject = "good 2" }],
            ("Queue", true),
            ("Body", "x"));
        Assert.Equal(["good 1", "good 2"], run.Output.OfType<OutlookOutboxItem>().Select(item => item.Subject));
        Assert.Equal("AddressInvalid", Assert.Single(run.Errors).FullyQualifiedErrorId.Split(',')[0]);
    });

    [Fact]
    public Task A_mail_that_is_removed_is_not_sent_and_an_unknown_number_is_an_error() => SandboxRunspace.ConnectedAsync(session =>
    {
        long id = Assert.Single(Queue(session, "no", null)).Id;
        CmdletRun.Of<RemoveOutlookOutboxCommand>(("Id", id), ("Force", true));
        Assert.Empty(SandboxRunspace.Output<OutlookOutboxItem>(CmdletRun.Of<StartOutlookOutboxCommand>()));
        var again = CmdletRun.Of<RemoveOutlookOutboxCommand>(("Id", id), ("Force", true));
        Assert.Equal("OutboxItemNotFound", Assert.Single(again.Errors).FullyQualifiedErrorId.Split(',')[0]);
    });

    [Fact]
    public Task The_forecast_counts_what_waits() => SandboxRunspace.ConnectedAsync(session =>
    {
        Queue(session, "a", null);
        Queue(session, "b", null);
        var forecast = Assert.Single(SandboxRunspace.Output<OutlookOutboxForecast>(CmdletRun.Of<MeasureOutlookOutboxCommand>()));
        Assert.Equal((2, 2, 30), (forecast.Queued, forecast.RecipientsQueued, forecast.PerMinute));
    });

    private static OutlookOutboxItem[] Queue(OutlookSession session, string subject, string? key) => SandboxRunspace.Output<OutlookOutboxItem>(key is null
        ? CmdletRun.Of<SendOutlookMailCommand>(("To", session.Mailbox), ("Subject", subject), ("Body", "text"), ("Queue", true))
        : CmdletRun.Of<SendOutlookMailCommand>(("To", session.Mailbox), ("Subject", subject), ("Body", "text"), ("Queue", true), ("IdempotencyKey", key)));

    private static string[] Listed() => SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>()).Select(message => message.Subject).ToArray();
}
