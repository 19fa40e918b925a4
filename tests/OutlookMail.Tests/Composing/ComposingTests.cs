using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Mime;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Composing;

/// <summary>From what an author means to a message, read back by a reader that did not write it.</summary>
public sealed class ComposingTests
{
    [Fact]
    public void HTML_brings_its_own_text_and_the_images_that_lie_beside_it()
    {
        using var writing = new Writing();
        writing.Image("img/logo.png");
        using var message = writing.Read(writing.Draft("<h1>Hi</h1><p>See <img src=\"img/logo.png\"> and <img src='img/logo.png'> and <img src=\"https://contoso.test/far.png\"></p>"));

        Assert.Equal("multipart/alternative", message.Body.MediaType);
        Assert.Contains("Hi", message.TextBody, StringComparison.Ordinal);
        var image = Assert.Single(message.InlineImages);
        Assert.Equal("image/png", image.MediaType);
        Assert.Equal(2, message.HtmlBody!.Split("cid:" + image.ContentId).Length - 1);
        Assert.Contains("https://contoso.test/far.png", message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_not_there_stops_the_mail()
    {
        using var writing = new Writing();
        var error = Assert.Throws<OutlookMailException>(() => writing.Write(writing.Draft("<img src=\"absent.png\">")));
        Assert.Equal(ErrorIds.AttachmentNotReadable, error.ErrorId);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//server/share/logo.png")]
    [InlineData("\\\\server\\share\\logo.png")]
    [InlineData("file://server/share/logo.png")]
    [InlineData("cid:logo@contoso.test")]
    [InlineData("data:image/png;base64,AA==")]
    public void What_is_no_image_of_this_machine_stays_as_it_is(string source)
    {
        using var writing = new Writing();
        using var message = writing.Read(writing.Draft($"<img src=\"{source}\">"));
        Assert.Empty(message.InlineImages.Concat(message.Attachments));
        Assert.Contains(source, message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_becomes_HTML_and_HTML_within_it_does_not()
    {
        using var writing = new Writing();
        var draft = writing.Draft();
        draft.Text = null;
        draft.Markdown = "# Title\n\n* one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>";
        using var message = writing.Read(draft);

        Assert.Contains("<h1>Title</h1>", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", message.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", message.HtmlBody, StringComparison.Ordinal);
        Assert.StartsWith("# Title", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_come_from_paths_octets_and_streams_and_a_message_goes_as_one()
    {
        using var writing = new Writing();
        var draft = writing.Draft();
        draft.AttachmentPaths = [writing.File("a b.pdf", "pdf")];
        var shown = DraftAttachment.FromBytes([1, 2], "x.dat");
        shown.ContentType = "application/x-test";
        draft.Attachments = [shown, DraftAttachment.FromStream(new System.IO.MemoryStream([3]), "ä.txt"), DraftAttachment.FromPath(writing.File("old.eml", "Subject: old\r\n\r\nbody\r\n"))];
        using var message = writing.Read(draft);

        Assert.Equal(["a b.pdf", "x.dat", "ä.txt", "old.eml"], message.Attachments.Select(part => part.FileName));
        Assert.Equal(["application/pdf", "application/x-test", "text/plain", "message/rfc822"], message.Attachments.Select(part => part.MediaType));
        Assert.Equal("old", message.Attachments[3].GetNestedMessage()!.Subject);
        Assert.Equal([3], message.Attachments[2].GetContent());
    }

    [Fact]
    public void What_the_author_sets_is_in_the_header()
    {
        using var writing = new Writing();
        var draft = writing.Draft();
        draft.From = "Sales Ä <sales@contoso.test>";
        draft.ReplyTo = ["reply@contoso.test"];
        draft.Priority = OutlookMailPriority.High;
        draft.Sensitivity = OutlookMailSensitivity.Confidential;
        draft.ReadReceipt = true;
        draft.Headers = [new("X-Ticket", "4711 ä")];
        draft.ListUnsubscribe = ["https://contoso.test/leave", "mailto:leave@contoso.test"];
        draft.OneClickUnsubscribe = true;
        using var message = writing.Read(draft);

        Assert.Equal("Sales Ä", message.From[0].Name);
        Assert.Equal("reply@contoso.test", message.ReplyTo[0].Address);
        Assert.Equal("high", message.Headers.Get("Importance"));
        Assert.Equal("Company-Confidential", message.Headers.Get("Sensitivity"));
        Assert.Contains("sales@contoso.test", message.Headers.Get("Disposition-Notification-To"), StringComparison.Ordinal);
        Assert.Contains("4711", message.Headers.Get("X-Ticket"), StringComparison.Ordinal);
        Assert.Equal(["https://contoso.test/leave", "mailto:leave@contoso.test"], message.ListUnsubscribe);
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers.Get("List-Unsubscribe-Post"));
    }

    public static TheoryData<string, Action<MailDraft>> Injections => new()
    {
        { "a subject", draft => draft.Subject = "a\r\nBcc: eve@evil.test" },
        { "a header", draft => draft.Headers = [new("X-A", "b\r\nBcc: eve@evil.test")] },
        { "a header's name", draft => draft.Headers = [new("X-A: b\r\nBcc", "eve@evil.test")] },
        { "a header of the module's own", draft => draft.Headers = [new("Bcc", "eve@evil.test")] },
        { "a display name", draft => draft.From = "\"A\r\nBcc: eve@evil.test\" <ada@contoso.test>" },
        { "an address", draft => draft.Cc = ["bob@contoso.test\nBcc: eve@evil.test"] },
        { "a file's name", draft => draft.Attachments = [DraftAttachment.FromBytes([1], "a\r\nX: y.txt")] },
        { "a content id", draft => draft.Attachments = [new Func<DraftAttachment>(() => { var file = DraftAttachment.FromBytes([1], "a.txt"); file.ContentId = "a>\r\nX: y"; return file; })()] },
        { "a content type", draft => draft.Attachments = [new Func<DraftAttachment>(() => { var file = DraftAttachment.FromBytes([1], "a.txt"); file.ContentType = "text/plain\r\nX: y"; return file; })()] },
        { "an unsubscribe address", draft => draft.ListUnsubscribe = ["https://a.test>\r\nX: y"] },
    };

    [Theory]
    [MemberData(nameof(Injections))]
    public void A_line_break_writes_no_header_of_its_own(string where, Action<MailDraft> inject)
    {
        using var writing = new Writing();
        var draft = writing.Draft();
        inject(draft);
        var error = Assert.Throws<OutlookMailException>(() => writing.Write(draft));
        Assert.True(error.ErrorId is ErrorIds.HeaderInvalid or ErrorIds.AddressInvalid, where + ": " + error.ErrorId);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("iso-8859-1", "grün", "iso-8859-1")]
    [InlineData("iso-8859-1", "你好", "utf-8")]
    [InlineData("utf-16", "grün", "utf-8")]
    [InlineData("us-ascii", "grün", "utf-8")]
    public void A_charset_is_used_where_it_can_write_the_text(string wanted, string text, string used)
    {
        using var writing = new Writing();
        var draft = writing.Draft();
        draft.Text = text;
        draft.Charset = Encoding.GetEncoding(wanted);
        using var message = writing.Read(draft);
        Assert.Equal(used, message.Body.Charset);
        Assert.Equal(text, message.TextBody!.Trim());
    }

    [Theory]
    [InlineData("work", "-- work")]
    [InlineData("Default", "mine")]
    public void A_signature_stands_below_both_forms(string name, string expected)
    {
        using var writing = new Writing();
        writing.Image();
        writing.File("work.html", "<b>-- work</b><img src=\"logo.png\">");
        writing.File("ada@contoso.test.txt", "mine");
        var draft = writing.Draft("<body><p>Hi</p></body>");
        draft.Signature = name;
        using var message = writing.Read(draft);
        Assert.Contains(expected, message.HtmlBody, StringComparison.Ordinal);
        Assert.EndsWith(expected, message.TextBody!.Trim(), StringComparison.Ordinal);
        Assert.Equal(name == "work" ? 1 : 0, message.InlineImages.Count);
        draft.Signature = "none";
        Assert.Equal(ErrorIds.SignatureNotFound, Assert.Throws<OutlookMailException>(() => writing.Write(draft)).ErrorId);
    }

    [Fact]
    public void An_invitation_asks_everybody_and_can_be_called_off()
    {
        using var writing = new Writing();
        var draft = writing.Draft();
        draft.Cc = ["Carol <carol@contoso.test>"];
        draft.Invitation = new DraftInvitation { Start = Writing.Now, End = Writing.Now.AddHours(1), Location = "Room 1", Uid = "u1@contoso.test" };
        using var message = writing.Read(draft);
        var text = message.Calendar!.GetText();
        Assert.Contains("METHOD:REQUEST", text, StringComparison.Ordinal);
        Assert.Contains("UID:u1@contoso.test", text, StringComparison.Ordinal);
        Assert.Contains("mailto:bob@contoso.test", text.Replace("\r\n ", ""), StringComparison.Ordinal);
        Assert.Contains("CN=\"Carol\":mailto:carol@contoso.test", text.Replace("\r\n ", ""), StringComparison.Ordinal);
        draft.Invitation.IsCancelled = true;
        using var off = writing.Read(draft);
        Assert.Contains("METHOD:CANCEL", off.Calendar!.GetText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_is_signed_and_encrypted_and_a_certificate_without_its_key_is_an_error()
    {
        using var writing = new Writing();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=ada@contoso.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var open = X509CertificateLoader.LoadCertificate(own.RawData);
        var draft = writing.Draft();
        draft.SignWith = own;
        using (var signed = writing.Read(draft))
        {
            Assert.Equal("multipart/signed", signed.Body.MediaType);
        }

        draft.EncryptFor = [open];
        using (var encrypted = writing.Read(draft))
        {
            Assert.Equal("application/pkcs7-mime", encrypted.Body.MediaType);
        }

        draft.SignWith = open;
        Assert.Equal(ErrorIds.SmimeFailed, Assert.Throws<OutlookMailException>(() => writing.Write(draft)).ErrorId);
    }

    [Fact]
    public async Task Pythons_email_package_reads_what_was_meant()
    {
        const string Script = """
            import email, email.policy, json, sys
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            print(json.dumps({
                'defects': [str(d) for p in m.walk() for d in p.defects],
                'types': [p.get_content_type() for p in m.walk()],
                'subject': m['Subject'], 'from': [a.display_name for a in m['From'].addresses],
                'text': m.get_body(('plain',)).get_content(), 'html': m.get_body(('html',)).get_content(),
                'files': [p.get_filename() for p in m.iter_attachments()]}))
            """;
        using var writing = new Writing();
        var draft = writing.Everything();
        Process python;
        try
        {
            python = Process.Start(new ProcessStartInfo("python3") { ArgumentList = { "-c", Script }, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed.");
            return;
        }

        using (python)
        {
            await python.StandardInput.BaseStream.WriteAsync(writing.Write(draft), Writing.Ct);
            python.StandardInput.Close();
            var read = JsonDocument.Parse(await python.StandardOutput.ReadToEndAsync(Writing.Ct)).RootElement;
            List<string?> Strings(string name) => read.GetProperty(name).EnumerateArray().Select(one => one.GetString()).ToList();
            Assert.Empty(Strings("defects"));
            Assert.Equal(
                ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "text/calendar", "application/pdf", "message/rfc822", "text/plain"],
                Strings("types"));
            Assert.Equal(draft.Subject, read.GetProperty("subject").GetString());
            Assert.Equal(["Žoë, the \"boss\""], Strings("from"));
            Assert.Contains("Grüße 👋", read.GetProperty("text").GetString(), StringComparison.Ordinal);
            Assert.Contains("Grüße 👋", read.GetProperty("html").GetString(), StringComparison.Ordinal);
            Assert.Equal(draft.AttachmentPaths.Select(System.IO.Path.GetFileName), Strings("files"));
        }
    }
}
