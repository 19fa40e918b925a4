using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Mail;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>A mail to be put into the outbox.</summary>
public sealed class NewMail
{
    /// <param name="writeTo">Writes the message as SMTP is to have it; called once.</param>
    /// <param name="size">Octets that it will write.</param>
    public NewMail(string mailbox, string account, string sender, IReadOnlyList<string> recipients, Func<Stream, CancellationToken, Task> writeTo, long size)
    {
        Mailbox = mailbox;
        Account = account;
        Sender = sender;
        Recipients = recipients;
        WriteTo = writeTo;
        Size = size;
    }

    /// <summary>Whose governor and whose workers it is for.</summary>
    public string Mailbox { get; }

    public string Account { get; }

    /// <summary>MAIL FROM.</summary>
    public string Sender { get; }

    public IReadOnlyList<string> Recipients { get; }

    public Func<Stream, CancellationToken, Task> WriteTo { get; }

    public long Size { get; }

    public bool Is8Bit { get; set; }

    public bool NeedsSmtpUtf8 { get; set; }

    public string Subject { get; set; } = "";

    public string MessageId { get; set; } = "";

    public OutlookMailPriority Priority { get; set; }

    /// <summary>The reports of its delivery that are asked for (RFC 3461).</summary>
    public DeliveryNotificationOptions Notify { get; set; }

    /// <summary>Unique for the mailbox; null for none.</summary>
    public string? IdempotencyKey { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Null for the outbox's own limit.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>The caller sends it itself, at once: it is leased to this worker from the first moment on.</summary>
    public OutboxWorker? DirectWorker { get; set; }
}
