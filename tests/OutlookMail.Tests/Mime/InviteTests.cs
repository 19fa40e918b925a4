using System;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class InviteTests
{
    private static MimeComposer Draft() => new()
    {
        From = MimeAddress.Parse("ada@contoso.test"),
        To = { MimeAddress.Parse("bob@contoso.test") },
        Text = "Come",
        Seed = "s",
    };

    private static CalendarInvite Invite(CalendarMethod method) => new()
    {
        Method = method,
        Uid = "1@contoso.test",
        Organizer = MimeAddress.Parse("Ada \"A\" <ada@contoso.test>"),
        Attendees = { MimeAddress.Parse("bob@contoso.test") },
        Start = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(1)),
        End = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(1)),
        Summary = "Plans, and; more – a summary that is long enough to be folded over the end of its line",
        Description = "one\ntwo",
        Stamp = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void A_request_is_the_last_form_of_the_text()
    {
        MimeComposer draft = Draft();
        draft.Calendar = Invite(CalendarMethod.Request);
        MimeMessage message = MimeMessage.Parse(draft.Compose().ToArray());
        Assert.Equal(new[] { "text/plain", "text/calendar" }, message.Body.Children.Select(c => c.MediaType));
        Assert.Equal("REQUEST", message.Calendar!.ContentType.Parameter("method"));
        string text = message.Calendar.GetText();
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75));
        string unfolded = text.Replace("\r\n ", "");
        Assert.Contains("\r\nDTSTART:20261122T080000Z\r\nDTEND:20261122T090000Z\r\n", unfolded);
        Assert.Contains("\r\nORGANIZER;CN=\"Ada 'A'\":mailto:ada@contoso.test\r\n", unfolded);
        Assert.Contains("\r\nATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@contoso.test\r\n", unfolded);
        Assert.Contains("\r\nSUMMARY:Plans\\, and\\; more – a summary", unfolded);
        Assert.Contains("\r\nDESCRIPTION:one\\ntwo\r\n", unfolded);
    }

    [Fact]
    public void A_reply_says_the_answer_of_one_and_a_cancellation_that_it_is_off()
    {
        CalendarInvite reply = Invite(CalendarMethod.Reply);
        reply.Response = CalendarResponse.Accepted;
        Assert.Contains("ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@contoso.test", reply.ToText());
        reply.Attendees.Add(MimeAddress.Parse("eve@contoso.test"));
        Assert.Throws<MimeFormatException>(() => reply.ToText());
        Assert.Contains("METHOD:CANCEL\r\n", Invite(CalendarMethod.Cancel).ToText());
        Assert.Contains("STATUS:CANCELLED\r\n", Invite(CalendarMethod.Cancel).ToText());
    }

    [Fact]
    public void List_receipt_priority_and_automatic_fields_are_written_and_read_back()
    {
        MimeComposer draft = Draft();
        draft.List = new MailingListFields { Id = "news.contoso.test", Name = "Die Nachrichten für alle", OneClick = true, Unsubscribe = { "https://contoso.test/u?id=1", "mailto:leave@contoso.test" } };
        draft.AutoSubmitted = "auto-generated";
        draft.Priority = MimePriority.High;
        draft.ReadReceiptTo = MimeAddress.Parse("ada@contoso.test");
        MimeMessage message = MimeMessage.Parse(draft.Compose().ToArray());
        Assert.Equal("news.contoso.test", message.List!.Id);
        Assert.Equal("Die Nachrichten für alle", message.List.Name);
        Assert.Equal("https://contoso.test/u?id=1", message.List.OneClickUnsubscribe);
        Assert.Equal("auto-generated", message.Headers.Get("Auto-Submitted"));
        Assert.Equal("high", message.Headers.Get("Importance"));
        Assert.Equal("1", message.Headers.Get("X-Priority"));
        Assert.Equal("ada@contoso.test", message.Headers.Get("Disposition-Notification-To"));
    }

    [Theory]
    [InlineData("https://x.test/\r\nBcc: y@z.test")]
    [InlineData("https://x.test/> <mailto:a@b.test")]
    [InlineData("no-scheme")]
    public void A_list_address_that_would_break_its_field_is_refused(string address)
    {
        MimeComposer draft = Draft();
        draft.List = new MailingListFields { Unsubscribe = { address } };
        Assert.Throws<MimeFormatException>(() => draft.Compose());
    }
}
