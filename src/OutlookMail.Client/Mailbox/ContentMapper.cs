using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>From a parsed message to the content that users hold. Attachments are decoded only when they are opened.</summary>
internal static class ContentMapper
{
    public static OutlookMailContent Map(MimeMessage mime, OutlookMessage? summary, bool isSubstitute = false) => new(summary, () => Source(mime))
    {
        Subject = mime.Subject ?? "",
        From = mime.From.Select(Address).FirstOrDefault(),
        To = mime.To.Select(Address).ToArray(),
        Cc = mime.Cc.Select(Address).ToArray(),
        ReplyTo = mime.ReplyTo.Select(Address).ToArray(),
        Date = mime.Date,
        MessageId = mime.MessageId,
        Text = mime.GetText(),
        Html = mime.HtmlBody,
        Headers = mime.Headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value)).ToArray(),
        Attachments = mime.Attachments.Concat(mime.InlineImages).Select(Attachment).ToArray(),
        AuthenticationResults = mime.AuthenticationResults.SelectMany(Results).ToArray(),
        Unsubscribe = mime.ListUnsubscribe.ToArray(),
        OneClickUnsubscribe = mime.List?.OneClickUnsubscribe,
        DeliveryReport = Report(mime),
        Size = mime.Length,
        Defects = mime.Defects.Select(defect => defect.ToString()!).Concat(isSubstitute ? new[] { SubstituteMessage.Explanation } : Array.Empty<string>()).ToArray(),
    };

    /// <summary>A part as users hold it.</summary>
    public static OutlookAttachment Attachment(MimeEntity part) => new(part.FileName ?? "", part.MediaType, part.OpenContent)
    {
        ContentId = part.ContentId,
        IsInline = part.IsInline,
    };

    private static OutlookAddress Address(MimeAddress address) => new(address.Address, address.Name);

    private static Stream Source(MimeMessage mime) => MemoryMarshal.TryGetArray(mime.OriginalBytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(mime.OriginalBytes.ToArray(), writable: false);

    private static IEnumerable<OutlookAuthenticationResult> Results(AuthenticationResults field) =>
        field.Results.Select(result => new OutlookAuthenticationResult(result.Method, result.Result)
        {
            Server = field.Server,
            Details = string.Join(" ", result.Properties.Select(property => property.Key + "=" + property.Value)),
        });

    private static OutlookDeliveryReport? Report(MimeMessage mime) => DeliveryReport.Read(mime) is { } report
        ? new OutlookDeliveryReport
        {
            OriginalMessageId = report.OriginalMessageId,
            OriginalSubject = report.OriginalHeaders?.Get("Subject"),
            Recipients = report.Recipients
                .Select(status => new OutlookDeliveryStatus(status.FinalRecipient ?? status.OriginalRecipient ?? "")
                {
                    Action = status.Action,
                    Status = status.Status,
                    Diagnostic = status.DiagnosticCode,
                    RemoteServer = status.RemoteMta,
                })
                .ToArray(),
        }
        : null;
}
