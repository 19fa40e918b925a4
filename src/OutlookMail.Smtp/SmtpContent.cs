using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Smtp;

/// <summary>A message that can write itself.</summary>
public sealed class SmtpContent
{
    /// <param name="writeTo">Writes the whole message, header section first, lines ended by CRLF, not dot-stuffed. Called
    /// at most once for each send; an exception out of it means that the mail was not sent.</param>
    /// <param name="length">Octets that <paramref name="writeTo"/> will write, for SIZE; null when not known.</param>
    public SmtpContent(Func<Stream, CancellationToken, Task> writeTo, long? length)
    {
        WriteTo = writeTo ?? throw new ArgumentNullException(nameof(writeTo));
        if (length < 0)
            throw new ArgumentOutOfRangeException(nameof(length));
        Length = length;
    }

    /// <summary>Octets before dot-stuffing; null when not known.</summary>
    public long? Length { get; }

    /// <summary>True when a body has octets above 127: needs 8BITMIME, RFC 6152.</summary>
    public bool Is8Bit { get; init; }

    /// <summary>True when a header has octets above 127: needs SMTPUTF8, RFC 6531, whatever the envelope needs.</summary>
    public bool NeedsSmtpUtf8 { get; init; }

    /// <summary>True when a body is neither lines nor text: needs BINARYMIME, RFC 3030 §3, and then goes out unchanged.</summary>
    public bool IsBinary { get; init; }

    /// <summary>
    /// Called once, when the commands before the message are out and the server works on them. What it throws comes
    /// through as it is: the mail was not sent and the connection is broken. Not called for a mail whose commands rode
    /// behind another's end.
    /// </summary>
    public Action? EnvelopeSent { get; init; }

    internal Func<Stream, CancellationToken, Task> WriteTo { get; }
}
