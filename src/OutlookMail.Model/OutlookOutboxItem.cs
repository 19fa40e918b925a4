using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace OutlookMail.Model;

/// <summary>A mail in the outbox, as it stood when it was read.</summary>
public sealed class OutlookOutboxItem
{
    private ReadOnlyCollection<OutlookOutboxRecipient> recipients = new(Array.Empty<OutlookOutboxRecipient>());

    public OutlookOutboxItem(long id) => Id = id;

    /// <summary>Never used twice within one outbox.</summary>
    public long Id { get; }

    public OutlookOutboxState State { get; set; }

    /// <summary>Why it is in this state.</summary>
    public string Reason { get; set; } = "";

    public string Subject { get; set; } = "";

    /// <summary>The address in MAIL FROM.</summary>
    public string From { get; set; } = "";

    /// <summary>No array, since an array has a method Address of its own, which $item.Recipients.Address would call.</summary>
    public IReadOnlyList<OutlookOutboxRecipient> Recipients
    {
        get => recipients;
        set => recipients = new ReadOnlyCollection<OutlookOutboxRecipient>(value.ToArray());
    }

    /// <summary>The mailbox that it goes out from.</summary>
    public string Mailbox { get; set; } = "";

    /// <summary>Who was signed in when it was put here.</summary>
    public string Account { get; set; } = "";

    /// <summary>As written, without angle brackets. Exchange replaces it and keeps it in X-Microsoft-Original-Message-ID.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>Octets of the message.</summary>
    public long Size { get; set; }

    public OutlookMailPriority Priority { get; set; }

    public string? IdempotencyKey { get; set; }

    public DateTimeOffset QueuedOn { get; set; }

    /// <summary>It does not go out before; null when it may at once.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>It is given up then.</summary>
    public DateTimeOffset NotAfter { get; set; }

    /// <summary>When it may be tried next; null when at once, and once it is no longer queued.</summary>
    public DateTimeOffset? NextAttemptOn { get; set; }

    /// <summary>Attempts that the server put off.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? SentOn { get; set; }

    public DateTimeOffset? UncertainSince { get; set; }

    /// <summary>The mail that this one was split from (too many recipients, or some put off); its own id otherwise.</summary>
    public long GroupId { get; set; }

    /// <summary>True for a mail that Send-OutlookMail sends itself: no other worker takes it.</summary>
    public bool IsDirect { get; set; }

    /// <summary>The server's last reply.</summary>
    public string Reply { get; set; } = "";

    /// <summary>Filled when the history was asked for.</summary>
    public OutlookOutboxEvent[] History { get; set; } = Array.Empty<OutlookOutboxEvent>();

    public override string ToString() => $"#{Id} {State}: {Subject}";
}
