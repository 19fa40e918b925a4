using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>The message that is answered or passed on, and what Outlook makes of it: recipients, subject, quotation and thread.</summary>
internal sealed class OriginalMail
{
    // RFC 5322 §2.1.1: a line has 998 characters at most, and an id cannot be folded.
    private const int MaximumId = 900;

    private readonly MimeMessage message;
    private readonly bool isForward;

    public OriginalMail(MimeMessage message, bool isForward)
    {
        this.message = message;
        this.isForward = isForward;
    }

    public bool IsHtml => message.HtmlBody is not null;

    /// <summary>RE: or FW: before the subject that the conversation shares.</summary>
    public string Subject => (isForward ? "FW: " : "RE: ") + Topic;

    private string Topic => OneLine(BaseSubject.Of(message.Subject ?? "", out _));

    /// <summary>As Outlook's plain text has it: no &gt; before the lines.</summary>
    public string TextQuote
    {
        get
        {
            var text = new StringBuilder("\r\n\r\n-----Original Message-----\r\n");
            foreach (var (name, value) in Fields())
            {
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }

            return text.Append("\r\n").Append(message.GetText() ?? "").ToString();
        }
    }

    public void AddRecipients(MimeComposer composer, DraftContext context, bool all)
    {
        if (isForward)
        {
            return;
        }

        bool IsOwn(MimeAddress address) => context.Own.Contains(address.Address, StringComparer.OrdinalIgnoreCase);
        var author = message.ReplyTo.Count > 0 ? message.ReplyTo : message.From;

        // An answer to what one wrote oneself goes on to those it went to.
        var isOwn = author.Count > 0 && author.All(IsOwn);
        var to = isOwn ? message.To : all ? author.Concat(message.To.Where(one => !IsOwn(one))) : author;
        Add(composer.To, to, composer);
        if (all)
        {
            Add(composer.Cc, message.Cc.Where(one => !IsOwn(one)), composer);
        }
    }

    /// <summary>In-Reply-To and References (RFC 5322 §3.6.4), and what Exchange makes conversations of.</summary>
    public void AddThread(MimeComposer composer, DateTimeOffset now)
    {
        if (message.MessageId is { } id && IsId(id))
        {
            composer.InReplyTo = id;
            foreach (var ancestor in message.References.Where(one => one != id && IsId(one)).Distinct())
            {
                composer.References.Add(ancestor);
            }

            composer.References.Add(id);
        }

        var index = ThreadIndex.Parse(message.Headers.Get("Thread-Index"));
        composer.ExtraHeaders.Add(new("Thread-Topic", Topic));
        composer.ExtraHeaders.Add(new("Thread-Index", index?.Answer(now) ?? ThreadIndex.Parse(ThreadIndex.Begin(message.Date ?? now, Guid.NewGuid()))!.Answer(now)));
    }

    /// <summary>The original below a line, less what runs or loads; images that it brought go along.</summary>
    public string HtmlQuote(MimeComposer composer)
    {
        var fields = string.Join("<br>\r\n", Fields().Select(one => $"<b>{one.Name}:</b> {WebUtility.HtmlEncode(one.Value)}"));
        var body = message.HtmlBody is { } html ? HtmlSanitizer.Body(html) : HtmlWriting.FromText(message.GetText() ?? "");
        foreach (var image in message.InlineImages.Where(image => image.ContentId is { } id && body.IndexOf("cid:" + id, StringComparison.OrdinalIgnoreCase) >= 0))
        {
            var source = DraftAttachment.FromBytes(image.GetContent(), image.FileName ?? "image");
            source.ContentType = image.MediaType;
            source.ContentId = image.ContentId;
            composer.Attachments.Add(AttachmentFiles.Source(source));
        }

        return "<br>\r\n<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0 0 0\">\r\n<p>" + fields + "</p>\r\n</div>\r\n" + body;
    }

    /// <summary>A forward carries the original's files.</summary>
    public void AddFiles(MimeComposer composer)
    {
        if (!isForward)
        {
            return;
        }

        foreach (var part in message.Attachments)
        {
            var file = DraftAttachment.FromBytes(part.GetContent(), part.FileName is { Length: > 0 } name ? name : "attachment");
            file.ContentType = part.MediaType;
            composer.Attachments.Add(AttachmentFiles.Source(file));
        }
    }

    private IEnumerable<(string Name, string Value)> Fields()
    {
        yield return ("From", Names(message.From));
        if (message.Date is { } date)
        {
            yield return ("Sent", date.ToString("dddd, d MMMM yyyy HH:mm", CultureInfo.InvariantCulture));
        }

        yield return ("To", Names(message.To));
        if (message.Cc.Count > 0)
        {
            yield return ("Cc", Names(message.Cc));
        }

        yield return ("Subject", message.Subject ?? "");
    }

    // What a stranger's header holds after decoding may be anything; a header of ours may not.
    private static string OneLine(string text) => new(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray());

    private static bool IsId(string id) => id.Length is > 0 and < MaximumId && id.All(c => c is > ' ' and <= '~' and not '<' and not '>');

    private static string Names(IEnumerable<MimeAddress> addresses) =>
        string.Join("; ", addresses.Select(one => string.IsNullOrEmpty(one.Name) ? one.Address : $"{one.Name} <{one.Address}>"));

    private static void Add(ICollection<MimeAddress> list, IEnumerable<MimeAddress> addresses, MimeComposer composer)
    {
        foreach (var address in addresses)
        {
            var isThere = composer.To.Concat(composer.Cc).Concat(composer.Bcc)
                .Any(one => string.Equals(one.Address, address.Address, StringComparison.OrdinalIgnoreCase));

            // What a stranger wrote as an address may be none.
            if (!isThere && address.IsValid)
            {
                list.Add(new MimeAddress(address.Address, OneLine(address.Name ?? "")));
            }
        }
    }
}
