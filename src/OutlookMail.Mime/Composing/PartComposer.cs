using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>The structure of a message: mixed(alternative(text, related(html, images…)), files…), less what is not there.</summary>
internal sealed class PartComposer
{
    private readonly IdSource ids;

    public PartComposer(IdSource ids) => this.ids = ids;

    /// <param name="content">The Content- fields of the message itself, still open.</param>
    public ComposedPart Compose(MimeComposer message, out HeaderWriter content, bool utf8)
    {
        List<MimeAttachmentSource> images = message.Attachments.Where(a => a.IsInline && message.Html != null).ToList();
        List<MimeAttachmentSource> files = message.Attachments.Where(a => !images.Contains(a)).ToList();
        Built body = Body(message, images, isWhole: files.Count == 0);
        Built root = files.Count == 0 ? body : Multipart("mixed", null, new[] { body }.Concat(files.Select(f => File(f, isInline: false))));
        if (message.SignWith != null)
        {
            root = Signed(root, message);
        }

        if (message.EncryptFor.Count > 0)
        {
            byte[] encrypted = SmimeWriter.Encrypt(root.Finish().ToArray(), message.EncryptFor);
            root = Cms(encrypted, "application/pkcs7-mime", "enveloped-data", "smime.p7m");
        }

        content = root.Header;
        return root.Part;
    }

    private Built Body(MimeComposer message, List<MimeAttachmentSource> images, bool isWhole)
    {
        List<Built> forms = new();

        // A message ends with a line end; a part's last line end belongs to the delimiter after it.
        bool endsLine = isWhole && (message.Text == null || message.Html == null) && images.Count == 0 && message.Calendar == null;
        if (message.Text != null || message.Html == null)
        {
            forms.Add(Text("text/plain", message.Text ?? "", message.Charset, endsLine));
        }

        if (message.Html != null)
        {
            Built html = Text("text/html", message.Html, message.Charset, endsLine);

            // RFC 2387 §3.1: the type parameter names the root's type.
            forms.Add(images.Count == 0
                ? html
                : Multipart("related", "text/html", new[] { html }.Concat(images.Select(i => File(i, isInline: true)))));
        }

        if (message.Calendar != null)
        {
            forms.Add(Calendar(message.Calendar));
        }

        // RFC 2046 §5.1.4: the best form comes last.
        return forms.Count == 1 ? forms[0] : Multipart("alternative", null, forms);
    }

    private static Built Text(string type, string text, Encoding? charset, bool endsLine)
    {
        bool lacksEnd = endsLine && text.Length > 0 && text[text.Length - 1] is not ('\n' or '\r');
        EncodedText encoded = EncodedText.Create(lacksEnd ? text + "\r\n" : text, charset);
        HeaderWriter header = new(false);
        header.WithParameters("Content-Type", type, ("charset", encoded.Charset));
        header.Structured("Content-Transfer-Encoding", encoded.TransferEncoding);
        return new Built(ComposedPart.Text(encoded), header);
    }

    /// <summary>RFC 1847 §2.1: the content as it is, and the signature over it.</summary>
    private Built Signed(Built content, MimeComposer message)
    {
        byte[] signature = SmimeWriter.Sign(content.Finish().ToArray(), message.SignWith!, message.Date);
        string boundary = ids.Boundary();
        ComposedPart proof = Cms(signature, "application/pkcs7-signature", null, "smime.p7s").Finish();
        HeaderWriter header = new(false);
        header.WithParameters("Content-Type", "multipart/signed", ("protocol", "application/pkcs7-signature"), ("micalg", "sha-256"), ("boundary", boundary));
        return new Built(ComposedPart.Multipart(boundary, new[] { content.Part, proof }), header);
    }

    private static Built Cms(byte[] octets, string type, string? smimeType, string name)
    {
        HeaderWriter header = new(false);
        header.WithParameters("Content-Type", type, ("smime-type", smimeType), ("name", name));
        header.WithParameters("Content-Disposition", "attachment", ("filename", name));
        header.Structured("Content-Transfer-Encoding", "base64");
        return new Built(ComposedPart.Octets(Base64Writer.Encode(octets), "base64"), header);
    }

    private static Built Calendar(CalendarInvite invite)
    {
        EncodedText encoded = EncodedText.Create(invite.ToText());
        HeaderWriter header = new(false);

        // RFC 6047 §2.4: the method of the type repeats the one in the text.
        header.WithParameters("Content-Type", "text/calendar", ("charset", "utf-8"), ("method", invite.MethodName));
        header.Structured("Content-Transfer-Encoding", encoded.TransferEncoding);
        return new Built(ComposedPart.Text(encoded), header);
    }

    private Built Multipart(string subtype, string? rootType, IEnumerable<Built> built)
    {
        List<ComposedPart> parts = built.Select(b => b.Finish()).ToList();
        string boundary = ids.Boundary();
        while (parts.Exists(p => p.Contains(boundary)))
        {
            boundary = ids.Boundary();
        }

        ComposedPart part = ComposedPart.Multipart(boundary, parts);
        HeaderWriter header = new(false);
        header.WithParameters("Content-Type", "multipart/" + subtype, ("boundary", boundary), ("type", rootType));
        if (part.Is8Bit)
        {
            header.Structured("Content-Transfer-Encoding", part.TransferEncoding);
        }

        return new Built(part, header);
    }

    private Built File(MimeAttachmentSource file, bool isInline)
    {
        bool isMessage = file.ContentType.StartsWith("message/", System.StringComparison.OrdinalIgnoreCase);
        ComposedPart? part = isMessage ? ComposedPart.MessageFile(file) : null;
        string type = isMessage && part == null ? FileTypes.Unknown : file.ContentType;
        part ??= ComposedPart.File(file);
        HeaderWriter header = new(false);
        header.WithParameters("Content-Type", type, ("name", file.Name));
        header.WithParameters("Content-Disposition", isInline ? "inline" : "attachment", ("filename", file.Name));
        header.Structured("Content-Transfer-Encoding", part.TransferEncoding);
        string? contentId = file.ContentId ?? (isInline ? ids.Next() + "@inline" : null);
        if (contentId != null)
        {
            HeaderValue.RefuseId(contentId, "The Content-ID");
            header.Ids("Content-ID", new[] { contentId });
        }

        if (file.Description != null)
        {
            header.Unstructured("Content-Description", file.Description);
        }

        return new Built(part, header);
    }

    private sealed class Built
    {
        public Built(ComposedPart part, HeaderWriter header)
        {
            Part = part;
            Header = header;
        }

        public ComposedPart Part { get; }

        public HeaderWriter Header { get; }

        public ComposedPart Finish()
        {
            Part.Header = Header.ToBytes();
            return Part;
        }
    }
}
