using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class ComposingTests
{
    private static MimeComposer Draft() => new()
    {
        From = MimeAddress.Parse("Ada Lovelace <ada@contoso.test>"),
        To = { MimeAddress.Parse("bob@contoso.test") },
        Subject = "Hello",
        Date = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.FromHours(1)),
        Seed = "s",
    };

    [Fact]
    public void A_short_ascii_text_is_written_as_it_stands()
    {
        MimeComposer draft = Draft();
        draft.Text = "Hi\nBob";
        string text = Encoding.ASCII.GetString(draft.Compose().ToArray());
        Assert.StartsWith("Date: Sun, 22 Nov 2026 08:00:00 +0100\r\nFrom: Ada Lovelace <ada@contoso.test>\r\nTo: bob@contoso.test\r\nSubject: Hello\r\nMessage-ID: <", text);
        Assert.EndsWith("\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\nHi\r\nBob\r\n", text);
    }

    [Fact]
    public void Text_html_images_and_files_nest_in_the_canonical_way_and_read_back()
    {
        byte[] picture = Enumerable.Range(0, 5000).Select(i => (byte)(i * 7)).ToArray();
        byte[] file = Enumerable.Range(0, 70000).Select(i => (byte)(i * 13 >> 3)).ToArray();
        MimeComposer draft = Draft();
        draft.Subject = "Grüße – 日本語の件名がとても長いので折り返されるはずです 😀 and more words to fold here";
        draft.Text = "Grüße\r\nline two";
        draft.Html = "<p>Grüße <img src=\"cid:logo@x\"></p>";
        MimeAttachmentSource image = MimeAttachmentSource.FromBytes(picture, "logo.png");
        image.IsInline = true;
        image.ContentId = "logo@x";
        draft.Attachments.Add(image);
        draft.Attachments.Add(MimeAttachmentSource.FromBytes(file, "Übersicht für das sehr lange Dateinamenfeld 2026 – Entwurf.pdf"));
        MimeComposed composed = draft.Compose();
        byte[] bytes = composed.ToArray();
        Assert.Equal(composed.Length, bytes.Length);
        Assert.False(composed.Is8Bit);
        Assert.All(Encoding.ASCII.GetString(bytes).Split("\r\n"), line => Assert.True(line.Length <= 78, line));

        using MimeMessage message = MimeMessage.Parse(bytes);
        Assert.Equal("multipart/mixed", message.Body.MediaType);
        Assert.Equal("multipart/alternative", message.Body.Children[0].MediaType);
        Assert.Equal(new[] { "text/plain", "multipart/related" }, message.Body.Children[0].Children.Select(c => c.MediaType));
        Assert.Equal(draft.Subject, message.Subject);
        Assert.Equal(draft.Text, message.TextBody);
        Assert.Equal(draft.Html, message.HtmlBody);
        MimeEntity inline = Assert.Single(message.InlineImages);
        Assert.Equal("logo@x", inline.ContentId);
        Assert.Equal(picture, inline.GetContent());
        MimeEntity attachment = Assert.Single(message.Attachments);
        Assert.Equal("Übersicht für das sehr lange Dateinamenfeld 2026 – Entwurf.pdf", attachment.FileName);
        Assert.Equal(file, attachment.GetContent());
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void The_same_seed_gives_the_same_octets()
    {
        MimeComposer first = Draft();
        MimeComposer second = Draft();
        first.Text = second.Text = "a";
        first.Html = second.Html = "<b>a</b>";
        Assert.Equal(first.Compose().ToArray(), second.Compose().ToArray());
    }

    [Theory]
    [InlineData("a\rb", 1)]
    [InlineData("a\nBcc: x@y.test", 1)]
    [InlineData("abc\0", 3)]
    public void Line_breaks_and_nul_in_a_subject_are_refused_with_their_position(string subject, int position)
    {
        MimeComposer draft = Draft();
        draft.Subject = subject;
        Assert.Equal(position, Assert.Throws<MimeFormatException>(() => draft.Compose()).Position);
    }

    [Fact]
    public void A_field_that_has_its_own_property_is_refused_among_the_extra_ones()
    {
        MimeComposer draft = Draft();
        draft.ExtraHeaders.Add(new KeyValuePair<string, string>("bcc", "x@y.test"));
        Assert.Throws<MimeFormatException>(() => draft.Compose());
    }

    [Fact]
    public void Every_recipient_is_in_the_envelope_once_and_bcc_in_no_field()
    {
        MimeComposer draft = Draft();
        draft.Cc.Add(MimeAddress.Parse("BOB@contoso.test"));
        draft.Bcc.Add(MimeAddress.Parse("eve@contoso.test"));
        draft.Text = "x";
        MimeComposed composed = draft.Compose();
        Assert.Equal(new[] { "bob@contoso.test", "eve@contoso.test" }, composed.EnvelopeRecipients);
        Assert.DoesNotContain("eve@", Encoding.ASCII.GetString(composed.ToArray()));
    }

    [Fact]
    public async Task A_file_that_grew_since_it_was_measured_breaks_the_writing()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[1000]);
            MimeComposer draft = Draft();
            draft.Attachments.Add(MimeAttachmentSource.FromFile(path));
            MimeComposed composed = draft.Compose();
            File.WriteAllBytes(path, new byte[1001]);
            await Assert.ThrowsAsync<IOException>(() => composed.WriteToAsync(Stream.Null, CancellationToken.None));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_international_domain_is_written_in_ascii_and_an_international_local_part_asks_for_smtputf8()
    {
        MimeComposer draft = Draft();
        draft.Text = "x";
        draft.To.Add(MimeAddress.Parse("eva@bücher.test"));
        MimeComposed ascii = draft.Compose();
        Assert.False(ascii.NeedsSmtpUtf8);
        Assert.Contains("eva@xn--bcher-kva.test", ascii.EnvelopeRecipients);

        draft.To.Add(MimeAddress.Parse("jürgen@contoso.test"));
        MimeComposed utf8 = draft.Compose();
        Assert.True(utf8.NeedsSmtpUtf8);
        Assert.Equal("jürgen@contoso.test", MimeMessage.Parse(utf8.ToArray()).To[2].Address);
    }

    [Theory]
    [InlineData("Subject: inner\r\n\r\nplain\r\n", "7bit")]
    [InlineData("Subject: inner\n\nlines of another system\n", "7bit")]
    [InlineData("Subject: inner\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n", "8bit")]
    public void A_message_file_is_attached_as_a_message_and_read_as_one(string inner, string encoding)
    {
        MimeComposer draft = Draft();
        draft.Text = "See below";
        draft.Attachments.Add(MimeAttachmentSource.FromBytes(Encoding.UTF8.GetBytes(inner), "inner.eml"));
        MimeComposed composed = draft.Compose();
        byte[] bytes = composed.ToArray();
        Assert.Equal(composed.Length, bytes.Length);
        Assert.Equal(encoding == "8bit", composed.Is8Bit);

        using MimeMessage message = MimeMessage.Parse(bytes);
        MimeEntity part = message.Body.Children[1];
        Assert.Equal("message/rfc822", part.MediaType);
        Assert.Equal("inner.eml", part.FileName);

        // RFC 2046 §5.2.1: no encoding but 7bit, 8bit or binary.
        Assert.Equal(encoding, part.Headers.Get("Content-Transfer-Encoding"));
        Assert.Equal("inner", part.GetNestedMessage()!.Subject);
        Assert.Equal(inner.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(part.GetContent()));
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void A_message_file_with_lines_beyond_the_limit_goes_encoded_as_a_file()
    {
        // RFC 5321 §4.5.3.1.6: a line of more than 998 octets may be cut on its way.
        byte[] inner = Encoding.ASCII.GetBytes("Subject: inner\r\n\r\n" + new string('x', 1200) + "\r\n");
        MimeComposer draft = Draft();
        draft.Text = "See below";
        draft.Attachments.Add(MimeAttachmentSource.FromBytes(inner, "inner.eml"));
        using MimeMessage message = MimeMessage.Parse(draft.Compose().ToArray());
        MimeEntity part = message.Body.Children[1];
        Assert.Equal("application/octet-stream", part.MediaType);
        Assert.Equal(TransferEncoding.Base64, part.TransferEncoding);
        Assert.Equal(inner, part.GetContent());
    }
}
