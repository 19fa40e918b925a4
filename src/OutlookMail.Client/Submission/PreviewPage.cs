using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A page that shows a mail as its reader would see it; nothing in it runs and nothing is loaded from anywhere.</summary>
public static class PreviewPage
{
    private const string Prefix = "outlookmail-preview-";

    // Long enough for a browser to have opened it.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <returns>The page's path, in a folder of its own that only this user can enter; pages of earlier days are removed.</returns>
    /// <exception cref="OutlookMailException">It cannot be written.</exception>
    public static string Write(OutlookMailDraft draft, DateTimeOffset now)
    {
        var folder = Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("N"));
        var path = Path.Combine(folder, "mail.html");
        try
        {
            PrivateFolder.Create(folder);
            Sweep(now);
            File.WriteAllText(path, Html(draft), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MailErrors.FileNotWritable(path, e);
        }
    }

    public static string Html(OutlookMailDraft draft)
    {
        using var message = MimeMessage.Parse(draft.Message);
        var body = message.HtmlBody is { } html
            ? HtmlSanitizer.Body(HtmlImages.Replace(html, source => Embedded(message, source)))
            : "<pre style=\"white-space:pre-wrap\">" + WebUtility.HtmlEncode(message.GetText() ?? "") + "</pre>";
        var page = new StringBuilder("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n");
        page.Append("<title>").Append(WebUtility.HtmlEncode(draft.Subject)).Append("</title>\n");
        page.Append("<style>body{font-family:sans-serif;margin:2em}table.head td{padding:0 1em .2em 0;vertical-align:top}hr{border:none;border-top:1px solid #ccc}</style>\n</head>\n<body>\n<table class=\"head\">\n");
        Row(page, "From", string.Join(", ", message.From));
        Row(page, "To", string.Join(", ", message.To));
        Row(page, "Cc", string.Join(", ", message.Cc));
        Row(page, "Envelope", string.Join(", ", draft.Recipients));
        Row(page, "Subject", draft.Subject);
        Row(page, "Attachments", string.Join(", ", message.Attachments.Select(part => part.FileName)));
        return page.Append("</table>\n<hr>\n").Append(body).Append("\n</body>\n</html>\n").ToString();
    }

    private static void Sweep(DateTimeOffset now)
    {
        foreach (var old in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(old => now - Directory.GetLastWriteTimeUtc(old) > Kept))
        {
            try
            {
                Directory.Delete(old, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }

    private static void Row(StringBuilder page, string name, string value)
    {
        if (value.Length > 0)
        {
            page.Append("<tr><td><b>").Append(name).Append("</b></td><td>").Append(WebUtility.HtmlEncode(value)).Append("</td></tr>\n");
        }
    }

    // What comes with the mail is put into the page, which may load nothing.
    private static string? Embedded(MimeMessage message, string source)
    {
        if (!source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var id = Uri.UnescapeDataString(source.Substring(4));
        var part = message.InlineImages.FirstOrDefault(image => image.ContentId == id);
        return part is null ? null : $"data:{part.MediaType};base64,{Convert.ToBase64String(part.GetContent())}";
    }
}
