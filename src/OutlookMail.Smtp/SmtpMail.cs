using System;

namespace OutlookMail.Smtp;

/// <summary>An envelope and what goes into it.</summary>
public sealed class SmtpMail
{
    public SmtpMail(SmtpEnvelope envelope, SmtpContent content)
    {
        Envelope = envelope ?? throw new ArgumentNullException(nameof(envelope));
        Content = content ?? throw new ArgumentNullException(nameof(content));
    }

    public SmtpEnvelope Envelope { get; }

    public SmtpContent Content { get; }
}
