using System;

namespace OutlookMail.Smtp;

/// <summary>Which reports about a mail's delivery are wanted, RFC 3461. Asked for only where the server offers DSN; a
/// server without it delivers the mail all the same.</summary>
public sealed class SmtpDeliveryReport
{
    // RFC 3461 §4.4.
    private const int MaxEnvelopeId = 100;

    private readonly string? _envelopeId;

    /// <summary>When a report is sent. <see cref="SmtpNotify.Default"/> leaves it to the server: on failure, usually.</summary>
    public SmtpNotify Notify { get; init; }

    /// <summary>True: a failure report carries the whole message; false: its header section; null: as the server likes.</summary>
    public bool? ReturnsMessage { get; init; }

    /// <summary>Comes back in each report (ENVID): 1 to 100 printable ASCII characters; null for none.</summary>
    /// <exception cref="ArgumentException">Other characters, or too many of them.</exception>
    public string? EnvelopeId
    {
        get => _envelopeId;
        init
        {
            if (value is not null && (value.Length is 0 or > MaxEnvelopeId || !IsPrintable(value)))
            {
                throw new ArgumentException("An envelope id is 1 to 100 printable ASCII characters.", nameof(EnvelopeId));
            }

            _envelopeId = value;
        }
    }

    private static bool IsPrintable(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }
}
