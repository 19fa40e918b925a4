using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>From a parsed message to the content that users hold. Attachments are decoded only when they are opened.</summary>
internal static class ContentMapper
{
    public static OutlookMailContent Map(MimeMessage mime, OutlookMessage? summary, bool isSubstitute = false) => new(summary)
    {
        Subject = mime.Subject ?? "",
        From = mime.From.Select(Address).FirstOrDefault(),
        To = mime.To.Select(Address).ToArray(),
        Cc = mime.Cc.Select(Address).ToArray(),
        Date = mime.Date,
        MessageId = mime.MessageId,
        Text = mime.GetText(),
        Html = mime.HtmlBody,
        Headers = mime.Headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value)).ToArray(),
        Attachments = mime.Attachments.Concat(mime.InlineImages).Select(Attachment).ToArray(),
        Size = mime.Length,
        Defects = mime.Defects.Select(defect => defect.ToString()!).Concat(isSubstitute ? new[] { SubstituteMessage.Explanation } : Array.Empty<string>()).ToArray(),
    };

    private static OutlookAddress Address(MimeAddress address) => new(address.Address, address.Name);

    private static OutlookAttachment Attachment(MimeEntity part) => new(part.FileName ?? "", part.MediaType, part.OpenContent)
    {
        ContentId = part.ContentId,
        IsInline = part.IsInline,
    };
}
