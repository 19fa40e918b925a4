using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>The texts of a mail: what its author wrote, the signature, and what is answered, each in every form that there is.</summary>
internal static class BodyWriter
{
    public static void Write(MimeComposer composer, MailDraft draft, DraftContext context, OriginalMail? original)
    {
        var html = draft.Html ?? (draft.Markdown is { } markdown ? HtmlWriting.FromMarkdown(markdown) : null);
        var text = draft.Text ?? (draft.Html is null ? draft.Markdown : null);

        // As Outlook does: what came as HTML is answered as HTML.
        if (html is null && original?.IsHtml == true)
        {
            html = HtmlWriting.FromText(text ?? "");
        }

        if (html is not null && draft.ImageFolder is { } folder)
        {
            html = LocalImages.Take(html, folder, composer);
        }

        if (draft.Signature is { } name)
        {
            Sign(name, context, composer, ref text, ref html);
        }

        var hasText = text is not null;
        if (original is not null)
        {
            html = html is null ? null : HtmlWriting.Append(html, original.HtmlQuote(composer));
            text = hasText || html is null ? (text ?? "") + original.TextQuote : null;
            original.AddFiles(composer);
        }

        composer.Html = html;
        composer.Text = text ?? (html is null ? "" : HtmlText.FromHtml(html));
    }

    private static void Sign(string name, DraftContext context, MimeComposer composer, ref string? text, ref string? html)
    {
        var signature = Signatures.Read(name, context);
        var signedHtml = signature.Html is { } own ? LocalImages.Take(own, signature.Folder, composer) : HtmlWriting.FromText(signature.Text ?? "");
        if (html is not null)
        {
            html = HtmlWriting.Append(html, "<br>\r\n" + signedHtml);
        }

        if (text is not null || html is null)
        {
            text = (text ?? "").TrimEnd('\r', '\n') + "\r\n\r\n" + (signature.Text ?? HtmlText.FromHtml(signature.Html ?? ""));
        }
    }
}
