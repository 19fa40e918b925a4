using System;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class ViewTests
{
    private const string Dsn = "From: postmaster@contoso.test\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nIt failed.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;mail.contoso.test\nArrival-Date: Sun, 22 Nov 2026 07:30:51 +0000\n\nFinal-Recipient: rfc822;nobody@contoso.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp;550 5.1.1 User unknown;\n not here\n\nFinal-Recipient: rfc822;slow@contoso.test\nAction: Delayed\nStatus: 4.4.1\n\n--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: <orig@contoso.test>\nSubject: lost\n\n--r--\n";

    [Fact]
    public void A_delivery_report_tells_each_recipient_and_the_message_it_is_about()
    {
        MimeMessage message = Sample.Read(Dsn);
        DeliveryReport report = DeliveryReport.Read(message)!;
        Assert.Equal("mail.contoso.test", report.ReportingMta);
        Assert.Equal(new[] { "nobody@contoso.test", "slow@contoso.test" }, report.Recipients.Select(r => r.FinalRecipient));
        Assert.Equal("failed", report.Recipients[0].Action);
        Assert.Equal("5.1.1", report.Recipients[0].Status);
        Assert.Equal("550 5.1.1 User unknown; not here", report.Recipients[0].DiagnosticCode);
        Assert.Equal("delayed", report.Recipients[1].Action);
        Assert.Equal("orig@contoso.test", report.OriginalMessageId);
        Assert.Empty(message.Attachments);
        Assert.Equal("It failed.", message.TextBody);
    }

    [Fact]
    public void A_read_receipt_tells_what_was_read()
    {
        DispositionReport report = DispositionReport.Read(Sample.Read("Content-Type: multipart/report; report-type=disposition-notification; boundary=r\n\n--r\n\nRead.\n--r\nContent-Type: message/disposition-notification\n\nReporting-UA: x; y\nFinal-Recipient: rfc822;bob@contoso.test\nOriginal-Message-ID: <1@contoso.test>\nDisposition: manual-action/MDN-sent-automatically; displayed\n--r--\n"))!;
        Assert.True(report.IsDisplayed);
        Assert.Equal("1@contoso.test", report.OriginalMessageId);
        Assert.Equal("manual-action/mdn-sent-automatically", report.Mode);
    }

    [Fact]
    public void A_mailing_list_says_how_to_leave_it()
    {
        MimeMessage message = Sample.Read("List-Id: \"The News\" <news.contoso.test>\nList-Unsubscribe: <mailto:leave@contoso.test?subject=x>,\n <https://contoso.test/u?id=1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nList-Post: NO\n\nx");
        Assert.Equal("news.contoso.test", message.List!.Id);
        Assert.Equal("The News", message.List.Name);
        Assert.Equal(new[] { "mailto:leave@contoso.test?subject=x", "https://contoso.test/u?id=1" }, message.ListUnsubscribe);
        Assert.Equal("https://contoso.test/u?id=1", message.List.OneClickUnsubscribe);
        Assert.Empty(message.List.Post);
    }

    [Fact]
    public void Authentication_results_are_read_in_the_standard_form_and_in_exchanges()
    {
        MimeMessage message = Sample.Read("Authentication-Results: mx.contoso.test 1; dkim=pass (good; really) reason=\"good signature\" header.d=contoso.test; spf=softfail smtp.mailfrom=x.test\nAuthentication-Results: spf=pass (sender IP is 10.1.2.3)\n smtp.mailfrom=contoso.test; dkim=pass (signature was verified)\n header.d=contoso.test;dmarc=pass action=none\n header.from=contoso.test;compauth=pass reason=100\n\nx");
        Assert.Equal(2, message.AuthenticationResults.Count);
        Assert.Equal("mx.contoso.test", message.AuthenticationResults[0].Server);
        Assert.Equal("softfail", message.AuthenticationResults[0].ResultOf("spf"));
        Assert.Null(message.AuthenticationResults[1].Server);
        Assert.Equal(new[] { "spf", "dkim", "dmarc", "compauth" }, message.AuthenticationResults[1].Results.Select(r => r.Method));
        Assert.Equal("100", message.AuthenticationResults[1].Results[3].Properties[0].Value);
    }

    [Fact]
    public void An_invitation_is_a_form_of_the_text_and_no_file()
    {
        MimeMessage message = Sample.Read("Content-Type: multipart/alternative; boundary=a\n\n--a\n\nCome\n--a\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--a--\n");
        Assert.Equal("REQUEST", message.Calendar!.ContentType.Parameter("method"));
        Assert.Empty(message.Attachments);
    }

    [Fact]
    public void A_pdf_that_says_inline_is_still_a_file_and_an_image_of_the_html_is_none()
    {
        MimeMessage message = Sample.Read("Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<img src=cid:1@x>\n--r\nContent-Type: image/png; name=i.png\nContent-ID: <1@x>\n\nx\n--r--\n--m\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: inline; filename=a.pdf\n\nx\n--m\n\nfooter\n--m--\n");
        Assert.Equal("a.pdf", Assert.Single(message.Attachments).FileName);
        Assert.Equal("1@x", Assert.Single(message.InlineImages).ContentId);
        Assert.Equal("footer", message.TextBody);
    }

    [Fact]
    public void A_thread_index_tells_the_conversation_and_its_replies()
    {
        // 22 octets of header: the time 2026-02-03 10:00 UTC without its lower octets, then a GUID; one reply block.
        byte[] octets = new byte[27];
        long time = new DateTimeOffset(2026, 2, 3, 10, 0, 0, TimeSpan.Zero).ToFileTime();
        for (int i = 0; i < 6; i++)
        {
            octets[i] = (byte)(time >> (56 - (8 * i)));
        }

        Guid conversation = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Convert.FromHexString("00112233445566778899aabbccddeeff").CopyTo(octets, 6);
        uint delay = (uint)(TimeSpan.FromHours(1).Ticks >> 18);
        for (int i = 0; i < 4; i++)
        {
            octets[22 + i] = (byte)(delay >> (24 - (8 * i)));
        }

        ThreadIndex index = ThreadIndex.Parse(Convert.ToBase64String(octets))!;
        Assert.Equal(conversation, index.Conversation);
        Assert.Equal(0, (index.Started - new DateTimeOffset(2026, 2, 3, 10, 0, 0, TimeSpan.Zero)).TotalSeconds, 0.01);
        Assert.Equal(1, Assert.Single(index.ReplyDelays).TotalHours, 0.001);
        Assert.Equal(index.Path[..44], index.ParentPath);
        Assert.Null(ThreadIndex.Parse("AAAA"));
    }
}
