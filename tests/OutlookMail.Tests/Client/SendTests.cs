using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client;

public class SendTests
{
    [Fact]
    public async Task A_kept_connection_that_died_costs_no_mail()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        await world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "first", Text = "x" }, Ct);
        world.Sandbox.DropConnections();

        var sent = await world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "second", Text = "x" }, Ct);

        Assert.Equal(OutlookSendState.Sent, sent.State);
        Assert.Equal(2, await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task What_is_sent_arrives_as_it_was_meant()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        var draft = new MailDraft
        {
            To = ["Bob Ñ <bob@contoso.test>"],
            Cc = ["ada@contoso.test"],
            Bcc = ["bob@contoso.test"],
            Subject = "Grüße 你好 👋",
            Text = "text\n.\n..\n",
            Html = "<p>html ä</p>",
            Priority = OutlookMailPriority.High,
        };

        var sent = await world.Client.SendMailAsync(session, draft, Ct);
        var message = await world.Client.GetMailAsync(session, new MailQuery { First = 1 }, Ct).SingleAsync(Ct);
        var content = await world.Client.GetContentAsync([message], Ct).SingleAsync(Ct);

        Assert.Equal(OutlookSendState.Sent, sent.State);
        Assert.Equal(draft.Subject, content.Subject);
        Assert.Equal("Bob Ñ", content.To.Single().Name);
        Assert.Equal("text\n.\n..\n", content.Text?.Replace("\r\n", "\n"));
        Assert.Contains("<p>html ä</p>", content.Html);
        Assert.DoesNotContain(content.Headers, header => header.Key.Equals("Bcc", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_sent_mail_is_found_by_the_Message_ID_that_was_given_to_it()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        var sent = await world.Client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Subject = "x", Text = "x" }, Ct);
        var copies = await world.Client.GetMailAsync(session, new MailQuery { Folder = "Sent Items", MessageId = sent.MessageId }, Ct).CountAsync(Ct);

        Assert.Equal(1, copies);
    }

    [Fact]
    public async Task Without_the_journal_a_mail_whose_confirmation_is_lost_is_uncertain_and_never_sent_twice()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() =>
            world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "once", Text = "x" }, new SendRequest { NoJournal = true }, SilentOutboxEvents.Instance, Ct));

        Assert.Equal(ErrorIds.SendUncertain, error.ErrorId);
        Assert.Equal(OutlookSendState.Uncertain, Assert.IsType<OutlookSendResult>(error.Target).State);
        Assert.Equal(1, await world.Client.GetMailAsync(session, new MailQuery { Subject = "once" }, Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task SMTP_switched_off_names_the_switch()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.SmtpAuthDisabled, 5);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() =>
            world.Client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Text = "x" }, Ct));

        Assert.Equal(ErrorIds.SmtpAuthDisabled, error.ErrorId);
        Assert.Contains("SmtpClientAuthenticationDisabled", error.Fix);
    }

    [Fact]
    public async Task Sending_as_somebody_else_is_refused_by_name()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() =>
            world.Client.SendMailAsync(session, new MailDraft { From = "bob@contoso.test", To = ["ada@contoso.test"], Text = "x" }, Ct));

        Assert.Equal(ErrorIds.SenderRejected, error.ErrorId);
        Assert.Equal("bob@contoso.test", error.Target);
    }

    [Fact]
    public async Task A_mail_over_the_announced_size_is_not_begun()
    {
        await using var world = await StartAsync(new SandboxOptions { MaximumMessageSize = 10_000 });
        var session = await world.SignInAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() =>
            world.Client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Text = new string('x', 20_000) }, Ct));

        Assert.Equal(ErrorIds.MessageTooLarge, error.ErrorId);
    }

    [Fact]
    public async Task An_attachment_that_cannot_be_read_stops_the_mail_before_it_begins()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());

        var error = await Assert.ThrowsAsync<OutlookMailException>(() =>
            world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Text = "x", AttachmentPaths = [missing] }, Ct));

        Assert.Equal(ErrorIds.AttachmentNotReadable, error.ErrorId);
        Assert.Equal(missing, error.Target);
        Assert.Equal(0, await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task A_mail_without_body_and_attachment_is_somebodys_mistake()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() =>
            world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "listed" }, Ct));

        Assert.Equal(ErrorIds.NothingToSend, error.ErrorId);
        Assert.Equal(OutlookSendState.Sent, (await world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "alone", Text = "" }, Ct)).State);
    }

    [Theory]
    [InlineData("ada@contoso.test\r\nBcc: eve@contoso.test")]
    [InlineData("ada@contoso.test\0")]
    [InlineData("ada")]
    [InlineData("Ada <ada@contoso.test")]
    public async Task An_address_that_is_none_is_refused_on_one_line(string address)
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() =>
            world.Client.SendMailAsync(session, new MailDraft { To = [address], Text = "x" }, Ct));

        Assert.Equal(ErrorIds.AddressInvalid, error.ErrorId);
        Assert.DoesNotContain('\n', error.Message);
    }
}
