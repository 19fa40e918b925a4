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

    /// <summary>A short message that is in memory: it may go out together with its commands, before these are answered.</summary>
    /// <param name="message">Header section first, lines ended by CRLF, the last one too, not dot-stuffed.</param>
    public SmtpContent(ReadOnlyMemory<byte> message)
        : this((to, cancellationToken) => to.WriteAsync(message, cancellationToken).AsTask(), message.Length)
    {
        // BDAT adds no line end where the last one is missing, as DATA does. A bare null would become an array's, and an
        // empty message.
        Message = message.Span.EndsWith("\r\n"u8) ? message : default(ReadOnlyMemory<byte>?);
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
    /// Called once, before the message is written: when its commands are out and the server works on them, or before
    /// these where all goes in one write. What it throws comes through as it is: the mail was not sent, and the connection
    /// is broken if commands were out. Not called for a mail whose commands rode behind another's end.
    /// </summary>
    public Action? EnvelopeSent { get; init; }

    /// <summary>Null for one that has to be written by <see cref="WriteTo"/>.</summary>
    internal ReadOnlyMemory<byte>? Message { get; }

    internal Func<Stream, CancellationToken, Task> WriteTo { get; }
}
