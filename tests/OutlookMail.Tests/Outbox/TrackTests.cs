using System;
using System.Linq;
using System.Net.Mail;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;
using static OutlookMail.Tests.Outbox.OutboxWorld;

namespace OutlookMail.Tests.Outbox;

/// <summary>Reports that come into the inbox are brought back to the mail that they are about.</summary>
public sealed class TrackTests
{
    private static Task<OutlookSendResult> SendAsync(OutboxWorld world, params string[] to) =>
        world.Client.SendMailAsync(world.Session, Draft("tracked", to), new SendRequest(), world, Ct);

    private static OutlookOutboxRecipient Recipient(OutboxWorld world, long id, string address) =>
        world.Item(id).Recipients.Single(one => one.Address == address);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_report_of_a_mail_that_did_not_arrive_is_its_recipients_failure(bool rewriteMessageId)
    {
        await using var world = await StartAsync(rewriteMessageId: rewriteMessageId);
        var id = (await SendAsync(world, Bob, "ndr@contoso.test")).OutboxId!.Value;
        Assert.Equal(OutlookDelivery.Unknown, Recipient(world, id, "ndr@contoso.test").Delivery);

        Assert.Equal(id, Assert.Single(await world.Outbox.TrackAsync(world.Session, Ct)).Id);
        Assert.Equal(OutlookDelivery.Failed, Recipient(world, id, "ndr@contoso.test").Delivery);
        Assert.Contains("5.2.2", Recipient(world, id, "ndr@contoso.test").DeliveryText, StringComparison.Ordinal);
        Assert.Equal(OutlookDelivery.Unknown, Recipient(world, id, Bob).Delivery);
        Assert.Contains("ndr@contoso.test: Failed", world.Item(id).History[^1].Reason, StringComparison.Ordinal);
        Assert.Empty(await world.Outbox.TrackAsync(world.Session, Ct));
    }

    [Theory]
    [InlineData("manual-action/MDN-sent-manually; displayed", OutlookDelivery.Read)]
    [InlineData("automatic-action/MDN-sent-automatically; deleted", OutlookDelivery.DeletedUnread)]
    public async Task A_read_receipt_says_that_the_mail_was_shown(string disposition, OutlookDelivery expected)
    {
        await using var world = await StartAsync();
        var sent = await SendAsync(world, Bob);
        Receive(world, $"""
            From: Bob <bob@contoso.test>
            To: ada@contoso.test
            Subject: Read: tracked
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=disposition-notification; boundary=b

            --b
            Content-Type: text/plain

            Read.
            --b
            Content-Type: message/disposition-notification

            Final-Recipient: rfc822;bob@contoso.test
            Original-Message-ID: <{sent.MessageId}>
            Disposition: {disposition}
            --b--
            """);

        await world.Outbox.TrackAsync(world.Session, Ct);
        Assert.Equal(expected, Recipient(world, sent.OutboxId!.Value, Bob).Delivery);
    }

    [Fact]
    public async Task What_is_delivered_after_a_delay_is_delivered_and_a_later_delay_report_says_nothing_new()
    {
        await using var world = await StartAsync();
        var sent = await SendAsync(world, Bob);
        foreach (var action in new[] { "delayed", "delivered", "delayed" })
        {
            Receive(world, Report(sent.MessageId, Bob, action));
        }

        await world.Outbox.TrackAsync(world.Session, Ct);
        Assert.Equal(OutlookDelivery.Delivered, Recipient(world, sent.OutboxId!.Value, Bob).Delivery);
    }

    [Fact]
    public async Task A_report_of_somebody_elses_mail_changes_nothing()
    {
        await using var world = await StartAsync();
        var sent = await SendAsync(world, Bob);
        Receive(world, Report("other@contoso.test", Bob, "failed"));
        Receive(world, Report(sent.MessageId, "carol@contoso.test", "failed"));

        Assert.Empty(await world.Outbox.TrackAsync(world.Session, Ct));
        Assert.Equal(OutlookDelivery.Unknown, Recipient(world, sent.OutboxId!.Value, Bob).Delivery);
    }

    [Theory]
    [InlineData(DeliveryNotificationOptions.OnSuccess | DeliveryNotificationOptions.Delay, OutlookMail.Smtp.SmtpNotify.Success | OutlookMail.Smtp.SmtpNotify.Delay)]
    [InlineData(DeliveryNotificationOptions.Never, OutlookMail.Smtp.SmtpNotify.Never)]
    public void What_dotnet_calls_a_delivery_notification_is_asked_for_in_SMTPs_words(DeliveryNotificationOptions options, OutlookMail.Smtp.SmtpNotify notify)
    {
        var report = DeliveryReports.For(options, "id@contoso.test")!;
        Assert.Equal((notify, "id@contoso.test"), (report.Notify, report.EnvelopeId));
        Assert.Null(DeliveryReports.For(DeliveryNotificationOptions.None, "id@contoso.test"));
        Assert.Null(DeliveryReports.For(options, new string('x', 101))!.EnvelopeId);
    }

    private static string Report(string messageId, string recipient, string action) => $"""
        From: postmaster@contoso.test
        To: ada@contoso.test
        Subject: report
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns;mail.contoso.test
        Original-Envelope-Id: {messageId}

        Final-Recipient: rfc822;{recipient}
        Action: {action}
        Status: 4.4.1
        --b--
        """;

    private static void Receive(OutboxWorld world, string message) =>
        world.Sandbox.Store.Mailbox(Ada).Folder("Inbox").Append(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));
}
