using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using OutlookMail.Client;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Composing;

/// <summary>
/// MimeKit reads what is composed here. The package feed has none: OUTLOOKMAIL_MIMEKIT names a MimeKit.dll or MimeKitLite.dll
/// that somebody built; without it these tests are skipped by name.
/// </summary>
public sealed class MimeKitTests
{
    private static readonly Lazy<MethodInfo?> Load = new(() =>
        Environment.GetEnvironmentVariable("OUTLOOKMAIL_MIMEKIT") is { Length: > 0 } path
            ? Assembly.LoadFrom(path).GetType("MimeKit.MimeMessage", throwOnError: true)!.GetMethod("Load", [typeof(Stream), typeof(System.Threading.CancellationToken)])
            : null);

    [Fact]
    public void It_reads_what_was_meant()
    {
        using var writing = new Writing();
        var draft = writing.Everything();
        draft.Cc = ["\"von Ümlaut, Zoë\" <zoe@contoso.test>", "carol@contoso.test"];
        draft.ReplyTo = ["desk@contoso.test"];

        var read = Read(writing.Write(draft));

        Assert.Equal(draft.Subject, (string)read.Subject);
        Assert.Equal<string>(["Žoë, the \"boss\" <ada@contoso.test>"], Boxes((object)read.From));
        Assert.Equal([" <bob@contoso.test>"], Boxes((object)read.To));
        Assert.Equal(["von Ümlaut, Zoë <zoe@contoso.test>", " <carol@contoso.test>"], Boxes((object)read.Cc));
        Assert.Equal([" <desk@contoso.test>"], Boxes((object)read.ReplyTo));
        Assert.Equal(Writing.Now, (DateTimeOffset)read.Date);
        Assert.Contains("Grüße 👋", (string)read.TextBody, StringComparison.Ordinal);
        Assert.Contains("Grüße 👋", (string)read.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(
            ["text/plain", "text/html", "image/png", "text/calendar", "application/pdf", "message/rfc822"],
            Each((object)read.BodyParts).Select(part => (string)part.ContentType.MimeType));
        Assert.Equal(draft.AttachmentPaths.Select(Path.GetFileName), Each((object)read.Attachments).Select(part => (string?)part.ContentDisposition.FileName));
        var image = Each((object)read.BodyParts).Single(part => part.ContentType.MimeType == "image/png");
        Assert.Contains("cid:" + (string)image.ContentId, (string)read.HtmlBody, StringComparison.Ordinal);
        using var decoded = new MemoryStream();
        image.Content.DecodeTo(decoded);
        Assert.Equal(File.ReadAllBytes(writing.Image()), decoded.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_reads_an_answer_and_what_is_passed_on(bool forward)
    {
        using var writing = new Writing();
        var original = Encoding.UTF8.GetBytes("From: Bob <bob@contoso.test>\r\nTo: ada@contoso.test\r\nSubject: Zwölf Boxkämpfer\r\nMessage-ID: <1@a.test>\r\nReferences: <0@a.test>\r\n\r\nOld text\r\n");
        var draft = writing.Draft();
        draft.Subject = "";
        draft.To = forward ? ["carol@contoso.test"] : [];

        var octets = writing.Write(draft, original, forward);
        var read = Read(octets);

        using var here = MimeMessage.Parse(octets);
        Assert.Equal((forward ? "FW: " : "RE: ") + "Zwölf Boxkämpfer", (string)read.Subject);
        Assert.Equal(["0@a.test", "1@a.test"], ((IEnumerable<string>)read.References).ToArray());
        Assert.Equal(here.To.Select(one => one.Address), Boxes((object)read.To).Select(box => box.Split('<')[1].TrimEnd('>')));
        Assert.Contains("Old text", (string)read.TextBody, StringComparison.Ordinal);
    }

    private static dynamic Read(byte[] octets)
    {
        Assert.SkipWhen(Load.Value is null, "OUTLOOKMAIL_MIMEKIT does not name a built MimeKit.");
        return Load.Value!.Invoke(null, [new MemoryStream(octets), Writing.Ct])!;
    }

    private static List<string> Boxes(object list) => Each((object)((dynamic)list).Mailboxes).Select(box => (string)(box.Name + " <" + box.Address + ">")).ToList();

    private static IEnumerable<dynamic> Each(object several) => ((System.Collections.IEnumerable)several).Cast<object>();
}
