using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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

    internal ComposedMail(MimeComposed composed, string subject, MailDraft draft)
        : this(composed.EnvelopeSender, composed.EnvelopeRecipients, composed.WriteToAsync, composed.Length)
    {
        MessageId = composed.MessageId;
        Subject = subject;
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

    /// <summary>A mail that was written before.</summary>
    public static ComposedMail From(OutlookMailDraft draft) => new(
        draft.From,
        draft.Recipients,
        (to, cancellationToken) => to.WriteAsync(draft.Message, 0, draft.Message.Length, cancellationToken),
        draft.Message.Length)
    {
        MessageId = draft.MessageId,
        Subject = draft.Subject,
        Priority = draft.Priority,
        Is8Bit = draft.Message.Any(octet => octet > sbyte.MaxValue),
        NeedsSmtpUtf8 = draft.NeedsSmtpUtf8,
    };

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

    /// <summary>The mail whole, in memory, as its sender may look at it.</summary>
    public async Task<OutlookMailDraft> ToDraftAsync(CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream(checked((int)Length));
        await writeTo(octets, cancellationToken);
        var message = octets.ToArray();
        using var mime = MimeMessage.Parse(message);
        return new OutlookMailDraft
        {
            Subject = Subject,
            From = Sender,
            Recipients = Recipients,
            MessageId = MessageId,
            Size = Length,
            Structure = MailStructure.Lines(mime),
            Text = mime.GetText(),
            Html = mime.HtmlBody,
            Message = message,
            Priority = Priority,
            NeedsSmtpUtf8 = NeedsSmtpUtf8,
        };
    }

    internal SmtpContent Content() => new(writeTo, Length) { Is8Bit = Is8Bit, NeedsSmtpUtf8 = NeedsSmtpUtf8 };

    internal SmtpEnvelope Envelope() => new(Sender, Recipients) { DeliveryReport = DeliveryReports.For(Notify, MessageId) };
}
