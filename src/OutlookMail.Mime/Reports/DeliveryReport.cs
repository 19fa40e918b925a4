using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>A delivery status notification (RFC 3464): what became of a message, for each recipient.</summary>
public sealed class DeliveryReport
{
    private DeliveryReport(Dictionary<string, string> message, IReadOnlyList<DeliveryStatus> recipients, MimeHeaders? original)
    {
        ReportingMta = FieldGroups.Typed(message, "Reporting-MTA");
        EnvelopeId = FieldGroups.Plain(message, "Original-Envelope-Id");
        ArrivalDate = FieldGroups.Plain(message, "Arrival-Date") is string raw && MimeDate.TryParse(raw, out DateTimeOffset date) ? date : null;
        Recipients = recipients;
        OriginalHeaders = original;
    }

    public string? ReportingMta { get; }

    /// <summary>The ENVID its sender gave (RFC 3461 §4.4).</summary>
    public string? EnvelopeId { get; }

    public DateTimeOffset? ArrivalDate { get; }

    public IReadOnlyList<DeliveryStatus> Recipients { get; }

    /// <summary>The header of the message the report is about, when the report carries it.</summary>
    public MimeHeaders? OriginalHeaders { get; }

    /// <summary>Message-ID of that message, without angle brackets.</summary>
    public string? OriginalMessageId => MessageIds.First(OriginalHeaders?.Get("Message-ID"));

    /// <summary>Null when the message is no such report.</summary>
    public static DeliveryReport? Read(MimeMessage message)
    {
        MimeEntity? part = ReportParts.Find(message.Body, "message/delivery-status", "message/global-delivery-status");
        if (part == null)
        {
            return null;
        }

        List<Dictionary<string, string>> groups = FieldGroups.Read(part.GetContent());
        if (groups.Count == 0)
        {
            return null;
        }

        List<DeliveryStatus> recipients = new();
        foreach (Dictionary<string, string> group in groups)
        {
            // The per-message group comes first; Exchange and some others leave it out.
            if (group.ContainsKey("Final-Recipient") || group.ContainsKey("Action"))
            {
                recipients.Add(new DeliveryStatus(group));
            }
        }

        return new DeliveryReport(groups[0], recipients, ReportParts.OriginalHeaders(message.Body));
    }
}
