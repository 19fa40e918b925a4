using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What one report in the inbox says, and of which mail.</summary>
internal sealed class TrackedReport
{
    private TrackedReport(DateTimeOffset on, IReadOnlyList<string> ids, IReadOnlyList<(string? Address, OutlookDelivery Delivery, string Text)> news)
    {
        On = on;
        Ids = ids;
        News = news;
    }

    public DateTimeOffset On { get; }

    /// <summary>Message-IDs that the reported mail may have, the surest first.</summary>
    public IReadOnlyList<string> Ids { get; }

    public IReadOnlyList<(string? Address, OutlookDelivery Delivery, string Text)> News { get; }

    /// <returns>Null when the message is no report.</returns>
    public static TrackedReport? Read(MimeMessage message, DateTimeOffset on)
    {
        if (DeliveryReport.Read(message) is { } delivery)
        {
            var news = delivery.Recipients
                .Select(one => (Address: one.OriginalRecipient ?? one.FinalRecipient, Delivery: Delivery(one.Action), Text: Text(one)))
                .Where(one => one.Delivery != OutlookDelivery.Unknown)
                .ToArray();
            return new TrackedReport(
                on,
                IdsOf(delivery.OriginalHeaders?.Get("X-Microsoft-Original-Message-ID"), delivery.EnvelopeId, delivery.OriginalMessageId, message),
                news);
        }

        if (DispositionReport.Read(message) is { } receipt)
        {
            var state = receipt.IsDisplayed ? OutlookDelivery.Read
                : receipt.Disposition.StartsWith("deleted", StringComparison.Ordinal) ? OutlookDelivery.DeletedUnread
                : OutlookDelivery.Unknown;
            return state == OutlookDelivery.Unknown
                ? null
                : new TrackedReport(
                    on,
                    IdsOf(null, null, receipt.OriginalMessageId, message),
                    [(receipt.OriginalRecipient ?? receipt.FinalRecipient ?? message.From.FirstOrDefault()?.Address, state, receipt.Disposition)]);
        }

        return null;
    }

    private static string Text(DeliveryStatus status) => string.Join(" ", new[] { status.Status, status.DiagnosticCode }.Where(text => !string.IsNullOrEmpty(text)));

    // RFC 3464 §2.3.3
    private static OutlookDelivery Delivery(string? action) => action switch
    {
        "failed" => OutlookDelivery.Failed,
        "delayed" => OutlookDelivery.Delayed,
        "relayed" => OutlookDelivery.Relayed,
        "delivered" or "expanded" => OutlookDelivery.Delivered,
        _ => OutlookDelivery.Unknown,
    };

    private static IReadOnlyList<string> IdsOf(string? original, string? envelope, string? messageId, MimeMessage report) =>
        new[] { original, envelope, messageId, report.Headers.Get("In-Reply-To"), report.Headers.Get("References") }
            .SelectMany(field => (field ?? "").Split([' ', '\t', '\r', '\n', '<', '>'], StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
}
