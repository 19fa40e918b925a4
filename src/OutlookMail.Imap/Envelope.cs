using System.Collections.Generic;

namespace OutlookMail.Imap;

// RFC 9051 §7.5.2 ENVELOPE
/// <summary>The header fields as the server cut them: encoded-words are still encoded, dates are text.</summary>
public sealed class Envelope
{
    public string? Date { get; internal set; }

    public string? Subject { get; internal set; }

    public IReadOnlyList<EnvelopeAddress> From { get; internal set; } = [];

    public IReadOnlyList<EnvelopeAddress> Sender { get; internal set; } = [];

    public IReadOnlyList<EnvelopeAddress> ReplyTo { get; internal set; } = [];

    public IReadOnlyList<EnvelopeAddress> To { get; internal set; } = [];

    public IReadOnlyList<EnvelopeAddress> Cc { get; internal set; } = [];

    public IReadOnlyList<EnvelopeAddress> Bcc { get; internal set; } = [];

    public string? InReplyTo { get; internal set; }

    public string? MessageId { get; internal set; }
}
