using System;
using System.Linq;
using System.Text;
using OutlookMail.Client;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Composing;

/// <summary>Answers and forwards, as Outlook writes them.</summary>
public sealed class ReplyTests
{
    private const string Plain = """
        From: Bob <bob@contoso.test>
        To: ada@contoso.test, Carol <carol@contoso.test>
        Cc: dave@contoso.test, Ada <ADA@contoso.test>
        Date: Fri, 20 Nov 2026 10:00:00 +0000
        Subject: Re: [list] Plan
        Message-ID: <2@contoso.test>
        References: <0@contoso.test> <1@contoso.test>
        Thread-Index: AQHZAQIDBAUGBwgJCgsMDQ4PEBESEw==

        first
        second
        """;

    private static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    private static MailDraft Answer(bool all = false, string? text = "Yes.") => new() { Text = text, ReplyAll = all };

    [Fact]
    public void An_answer_goes_to_its_author_quotes_and_stays_in_the_conversation()
    {
        using var writing = new Writing();
        using var message = writing.Read(Answer(), Octets(Plain));

        Assert.Equal(["bob@contoso.test"], message.To.Select(one => one.Address));
        Assert.Empty(message.Cc);
        Assert.Equal("RE: Plan", message.Subject);
        Assert.Equal("2@contoso.test", message.InReplyTo);
        Assert.Equal(["0@contoso.test", "1@contoso.test", "2@contoso.test"], message.References);
        Assert.Equal("Plan", message.Headers.Get("Thread-Topic"));
        Assert.Equal("text/plain", message.Body.MediaType);
        Assert.StartsWith("Yes.\r\n\r\n-----Original Message-----\r\nFrom: Bob <bob@contoso.test>\r\nSent: Friday, 20 November 2026 10:00\r\n", message.TextBody, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nfirst\r\nsecond\r\n", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void The_thread_index_is_the_originals_and_five_octets_more()
    {
        using var writing = new Writing();
        using var message = writing.Read(Answer(), Octets(Plain));
        var before = ThreadIndex.Parse("AQHZAQIDBAUGBwgJCgsMDQ4PEBESEw==");
        var index = ThreadIndex.Parse(message.Headers.Get("Thread-Index"))!;
        if (before is not null)
        {
            Assert.Equal(before.Path, index.ParentPath);
        }

        Assert.Equal(1, index.Depth);
        var begun = ThreadIndex.Parse(ThreadIndex.Begin(Writing.Now, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")))!;
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), begun.Conversation);
        Assert.True((begun.Started - Writing.Now).Duration() < TimeSpan.FromSeconds(1));
        var late = ThreadIndex.Parse(begun.Answer(Writing.Now.AddDays(400)))!;
        Assert.True((late.ReplyDelays[0] - TimeSpan.FromDays(400)).Duration() < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void An_answer_to_all_leaves_out_oneself_and_nobody_else()
    {
        using var writing = new Writing();
        using var message = writing.Read(Answer(all: true), Octets(Plain));
        Assert.Equal(["bob@contoso.test", "carol@contoso.test"], message.To.Select(one => one.Address));
        Assert.Equal(["dave@contoso.test"], message.Cc.Select(one => one.Address));
    }

    [Fact]
    public void An_answer_to_ones_own_mail_goes_on_to_those_it_went_to()
    {
        using var writing = new Writing();
        using var message = writing.Read(Answer(), Octets("From: ada@contoso.test\nTo: bob@contoso.test\nSubject: x\nMessage-ID: <1@a.test>\n\nx\n"));
        Assert.Equal(["bob@contoso.test"], message.To.Select(one => one.Address));
    }

    [Fact]
    public void HTML_is_answered_as_HTML_with_its_pictures_and_without_what_runs()
    {
        using var writing = new Writing();
        const string Original = """
            From: bob@contoso.test
            To: ada@contoso.test
            Subject: x
            Message-ID: <1@a.test>
            MIME-Version: 1.0
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/html

            <html><head><script>steal()</script></head><body onload="steal()"><p>Hi <img src="cid:i@a" onerror="steal()"><a href="javascript:steal()">x</a></p></body></html>
            --b
            Content-Type: image/png; name=i.png
            Content-ID: <i@a>
            Content-Disposition: inline
            Content-Transfer-Encoding: base64

            AQID
            --b
            Content-Type: image/png; name=unused.png
            Content-ID: <u@a>
            Content-Disposition: inline
            Content-Transfer-Encoding: base64

            AQID
            --b--
            """;
        using var message = writing.Read(Answer(text: "a < b"), Octets(Original));
        Assert.StartsWith("<div>a &lt; b</div>", message.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("steal", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("cid:i@a", message.HtmlBody, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], Assert.Single(message.InlineImages).GetContent());
        Assert.StartsWith("a < b", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forward_carries_the_files_and_asks_for_its_own_recipients()
    {
        using var writing = new Writing();
        const string Original = """
            From: bob@contoso.test
            To: ada@contoso.test
            Subject: Plan
            Message-ID: <1@a.test>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            see file
            --b
            Content-Type: application/pdf; name=p.pdf
            Content-Disposition: attachment; filename=p.pdf
            Content-Transfer-Encoding: base64

            AQID
            --b--
            """;
        var draft = new MailDraft { To = ["carol@contoso.test"], Text = "FYI" };
        using var message = writing.Read(draft, Octets(Original), forward: true);
        Assert.Equal("FW: Plan", message.Subject);
        Assert.Equal(["carol@contoso.test"], message.To.Select(one => one.Address));
        Assert.Equal("p.pdf", Assert.Single(message.Attachments).FileName);
        Assert.Equal("1@a.test", message.InReplyTo);
        Assert.Equal(ErrorIds.NoRecipients, Assert.Throws<OutlookMail.Model.OutlookMailException>(() => writing.Write(new MailDraft { Text = "x" }, Octets(Original), forward: true)).ErrorId);
    }

    [Fact]
    public void A_hostile_original_writes_no_header_of_the_answer()
    {
        using var writing = new Writing();
        const string Original = "From: =?utf-8?q?Eve=0D=0ABcc:_x=40evil.test?= <eve@evil.test>\nTo: ada@contoso.test\nSubject: =?utf-8?q?a=0D=0ABcc:_x=40evil.test?=\nMessage-ID: <a b\t>\nReferences: <ok@a.test> <bad\u0001@a.test>\n\nx\n";
        using var message = writing.Read(Answer(), Octets(Original));
        Assert.Null(message.Headers.Get("Bcc"));
        Assert.Equal(["eve@evil.test"], message.To.Select(one => one.Address));
        Assert.DoesNotContain(message.References, id => id.Contains('\u0001'));
    }
}
