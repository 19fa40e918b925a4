using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Mail;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;
using OutlookMail.Model;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>A mail that is ready to be sent: checked, its envelope and its length known. May be written many times.</summary>
public sealed class ComposedMail
{
    private readonly Func<Stream, CancellationToken, Task> writeTo;

    internal ComposedMail(MimeComposed composed, MailDraft draft)
        : this(composed.EnvelopeSender, composed.EnvelopeRecipients, composed.WriteToAsync, composed.Length)
    {
        MessageId = composed.MessageId;
        Subject = draft.Subject;
        Priority = draft.Priority;
        Notify = draft.DeliveryNotification;
        Is8Bit = composed.Is8Bit;
        NeedsSmtpUtf8 = composed.NeedsSmtpUtf8;
    }

    private ComposedMail(string sender, IReadOnlyList<string> recipients, Func<Stream, CancellationToken, Task> writeTo, long length)
    {
        Sender = sender;
        Recipients = recipients;
        this.writeTo = writeTo;
        Length = length;
    }

    /// <summary>MAIL FROM.</summary>
    public string Sender { get; }

    /// <summary>RCPT TO, each address once.</summary>
    public IReadOnlyList<string> Recipients { get; }

    public string Subject { get; private init; } = "";

    /// <summary>Without angle brackets.</summary>
    public string MessageId { get; private init; } = "";

    /// <summary>Octets of the message.</summary>
    public long Length { get; }

    public OutlookMailPriority Priority { get; private init; }

    internal DeliveryNotificationOptions Notify { get; private init; }

    internal bool Is8Bit { get; private init; }

    internal bool NeedsSmtpUtf8 { get; private init; }

    /// <exception cref="IOException">A file is gone or changed since the message was composed.</exception>
    public Task WriteToAsync(Stream to, CancellationToken cancellationToken) => writeTo(to, cancellationToken);

    internal SmtpContent Content() => new(writeTo, Length) { Is8Bit = Is8Bit, NeedsSmtpUtf8 = NeedsSmtpUtf8 };

    internal SmtpEnvelope Envelope() => new(Sender, Recipients) { DeliveryReport = DeliveryReports.For(Notify, MessageId) };
}
