using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>A message disposition notification (RFC 8098): a read receipt.</summary>
public sealed class DispositionReport
{
    private DispositionReport(Dictionary<string, string> fields)
    {
        FinalRecipient = FieldGroups.Typed(fields, "Final-Recipient");
        OriginalRecipient = FieldGroups.Typed(fields, "Original-Recipient");
        OriginalMessageId = MessageIds.First(FieldGroups.Plain(fields, "Original-Message-ID"));
        ReportingUa = FieldGroups.Plain(fields, "Reporting-UA");
        string disposition = FieldGroups.Plain(fields, "Disposition") ?? "";
        int semicolon = disposition.IndexOf(';');
        Mode = semicolon < 0 ? "" : disposition.Substring(0, semicolon).Trim().ToLowerInvariant();
        Disposition = disposition.Substring(semicolon + 1).Trim().ToLowerInvariant();
    }

    public string? FinalRecipient { get; }

    public string? OriginalRecipient { get; }

    /// <summary>Without angle brackets.</summary>
    public string? OriginalMessageId { get; }

    public string? ReportingUa { get; }

    /// <summary>How it came about, e.g. manual-action/mdn-sent-automatically.</summary>
    public string Mode { get; }

    /// <summary>displayed, deleted, dispatched or processed, with its modifiers.</summary>
    public string Disposition { get; }

    public bool IsDisplayed => Disposition.StartsWith("displayed", System.StringComparison.Ordinal);

    /// <summary>Null when the message is no such report.</summary>
    public static DispositionReport? Read(MimeMessage message)
    {
        MimeEntity? part = ReportParts.Find(message.Body, "message/disposition-notification", "message/global-disposition-notification");
        List<Dictionary<string, string>>? groups = part == null ? null : FieldGroups.Read(part.GetContent());
        return groups is { Count: > 0 } ? new DispositionReport(groups[0]) : null;
    }
}
