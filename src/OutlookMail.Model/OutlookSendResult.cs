using System;
using System.Collections.Generic;

namespace OutlookMail.Model;

/// <summary>The outcome of one mail handed to SMTP.</summary>
public sealed class OutlookSendResult
{
    public OutlookSendState State { get; set; }

    public string Subject { get; set; } = "";

    public string From { get; set; } = "";

    public IReadOnlyList<OutlookRecipientResult> Recipients { get; set => field = ListOf<OutlookRecipientResult>.Wrap(value); } = ListOf<OutlookRecipientResult>.Empty;

    /// <summary>The Message-ID that was written, without angle brackets. Exchange may rewrite it and keeps this one in X-Microsoft-Original-Message-ID.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>The server's last reply, as it stands.</summary>
    public string Reply { get; set; } = "";

    /// <summary>Octets of the message as written, before dot-stuffing.</summary>
    public long Size { get; set; }

    public DateTimeOffset SentOn { get; set; }

    /// <summary>Its number in the outbox; null when nothing was written down.</summary>
    public long? OutboxId { get; set; }

    /// <summary>True when an earlier call with the same idempotency key has sent it, and this one sent nothing.</summary>
    public bool IsRepeat { get; set; }

    public override string ToString() => $"{State}: {Subject}";
}
