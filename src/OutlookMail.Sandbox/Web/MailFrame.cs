using System;
using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using OutlookMail.Sandbox.Http;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Web;

/// <summary>What is shown of a message's own content: always in a sandboxed frame or as a download, under a policy that runs and loads nothing.</summary>
internal static class MailFrame
{
    // "sandbox" takes scripts, forms and the origin away; the rest leaves only what the message itself holds.
    private const string Policy = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'self'";

    // An inline picture becomes a data: URL in the page; larger ones are left out of the text.
    private const int MaximumInline = 2 * 1024 * 1024;

    public static WebAnswer Html(SandboxMessage message)
    {
        using var mail = MimeMessage.Parse(message.Bytes);
        string html = mail.HtmlBody ?? "";
        foreach (MimeEntity image in mail.InlineImages)
        {
            if (image.ContentId is string id && image.MediaType.StartsWith("image/", StringComparison.Ordinal) && image.OriginalBody.Length <= MaximumInline)
            {
                html = html.Replace("cid:" + id, $"data:{image.MediaType};base64,{Convert.ToBase64String(image.GetContent())}", StringComparison.OrdinalIgnoreCase);
            }
        }

        return Guard(new WebAnswer { ContentType = "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(html) });
    }

    public static WebAnswer Source(SandboxMessage message) =>
        Guard(new WebAnswer { ContentType = "text/plain; charset=utf-8", Body = message.Bytes.ToArray() });

    public static WebAnswer? Part(SandboxMessage message, string? number)
    {
        using var mail = MimeMessage.Parse(message.Bytes);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n >= mail.Attachments.Count)
        {
            return null;
        }

        MimeEntity part = mail.Attachments[n];
        string name = new([.. (part.FileName ?? "attachment").Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ' ' ? c : '_')]);
        return Guard(new WebAnswer { ContentType = "application/octet-stream", Body = part.GetContent() })
            .With("Content-Disposition", $"attachment; filename=\"{name}\"");
    }

    private static WebAnswer Guard(WebAnswer answer) => answer
        .With("Content-Security-Policy", Policy)
        .With("X-Content-Type-Options", "nosniff")
        .With("Referrer-Policy", "no-referrer")
        .With("Cache-Control", "no-store");
}
