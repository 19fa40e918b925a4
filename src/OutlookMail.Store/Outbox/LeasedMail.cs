using System;
using System.Collections.Generic;
using System.Net.Mail;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>A mail in the hands of a worker.</summary>
public sealed class LeasedMail
{
    internal LeasedMail(long id, long token, string worker)
    {
        Id = id;
        Token = token;
        Worker = worker;
    }

    public long Id { get; }

    /// <summary>The mail's group: itself, or what it was split from.</summary>
    public long GroupId { get; internal set; }

    public string Sender { get; internal set; } = "";

    /// <summary>Those that are still to be asked.</summary>
    public IReadOnlyList<string> Recipients { get; internal set; } = Array.Empty<string>();

    public string Subject { get; internal set; } = "";

    public string MessageId { get; internal set; } = "";

    public long Size { get; internal set; }

    public bool Is8Bit { get; internal set; }

    public bool NeedsSmtpUtf8 { get; internal set; }

    public DeliveryNotificationOptions Notify { get; internal set; }

    public int Attempts { get; internal set; }

    public DateTimeOffset NotAfter { get; internal set; }

    // The lease itself: a later lease of the same mail has another token, and a worker that slept finds its own void.
    internal long Token { get; }

    internal string Worker { get; }

    // No limit counts what the mailbox sends: when it was sent matters to nobody.
    internal bool IsFree { get; set; }

    // Of the recipients, in the mail.
    internal IReadOnlyList<int> Positions { get; set; } = Array.Empty<int>();

    internal long ContentId { get; set; }

    /// <summary>The message when it is small enough to lie in the database, else null.</summary>
    public ReadOnlyMemory<byte>? Message => Body is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(Body);

    /// <summary>As users see it, without its recipients; null where some of these were decided before, and for a direct mail.</summary>
    public OutlookOutboxItem? Item { get; internal set; }

    internal byte[]? Body { get; set; }
}
