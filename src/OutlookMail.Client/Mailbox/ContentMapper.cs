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
    // A message in a message in a message: each level costs a parse, and nobody forwards deeper by hand.
    private const int Deepest = 20;

    public static OutlookMailContent Map(MimeMessage mime, OutlookMessage? summary, ContentRequest request, bool isSubstitute = false) =>
        Map(request.WithTnef ? mime : mime.WithTnefClosed(), summary, request, isSubstitute, 0);

    /// <summary>A part as users hold it.</summary>
    public static OutlookAttachment Attachment(MimeEntity part) => new(part.FileName ?? "", part.MediaType, part.OpenContent)
    {
        ContentId = part.ContentId,
        IsInline = part.IsInline,
    };

    private static OutlookMailContent Map(MimeMessage mime, OutlookMessage? summary, ContentRequest request, bool isSubstitute, int depth) => new(summary, () => Source(mime))
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
        Messages = request.WithNested && depth < Deepest ? Nested(mime, request, depth).ToArray() : Array.Empty<OutlookMailContent>(),
        AuthenticationResults = mime.AuthenticationResults.SelectMany(Results).ToArray(),
        Unsubscribe = mime.ListUnsubscribe.ToArray(),
        OneClickUnsubscribe = mime.List?.OneClickUnsubscribe,
        DeliveryReport = Report(mime),
        Size = mime.Length,
        Defects = mime.Defects.Select(defect => defect.ToString()!).Concat(isSubstitute ? new[] { SubstituteMessage.Explanation } : Array.Empty<string>()).ToArray(),
    };

    private static IEnumerable<OutlookMailContent> Nested(MimeMessage mime, ContentRequest request, int depth) => mime.Attachments
        .Select(part => part.GetNestedMessage())
        .OfType<MimeMessage>()
        .Select(message => Map(request.WithTnef ? message : message.WithTnefClosed(), null, request, isSubstitute: false, depth + 1));

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
