using System;
using System.Collections.Generic;

namespace OutlookMail.Model;

/// <summary>What became of a mail, as a mail server reports it (RFC 3464): a non-delivery report and its like.</summary>
public sealed class OutlookDeliveryReport
{
    /// <summary>Message-ID of the mail that it is about, without angle brackets; null when the report does not say.</summary>
    public string? OriginalMessageId { get; set; }

    public string? OriginalSubject { get; set; }

    public IReadOnlyList<OutlookDeliveryStatus> Recipients { get; set; } = Array.Empty<OutlookDeliveryStatus>();
}
