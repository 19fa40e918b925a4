using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Mime;

/// <summary>A message ready to be sent, saved or appended: checked, and its length known. May be written many times.</summary>
public sealed class MimeComposed
{
    private readonly ComposedPart root;

    internal MimeComposed(ComposedPart root, string messageId, bool needsSmtpUtf8, IReadOnlyList<string> recipients, string sender)
    {
        this.root = root;
        MessageId = messageId;
        NeedsSmtpUtf8 = needsSmtpUtf8;
        EnvelopeRecipients = recipients;
        EnvelopeSender = sender;
        Length = root.Length;
    }

    /// <summary>Without angle brackets.</summary>
    public string MessageId { get; }

    /// <summary>Exactly the octets that <see cref="WriteToAsync"/> writes.</summary>
    public long Length { get; }

    /// <summary>Needs 8BITMIME (RFC 6152).</summary>
    public bool Is8Bit => root.Is8Bit || NeedsSmtpUtf8;

    /// <summary>An address is not ASCII before its @ (RFC 6531): the server must offer SMTPUTF8.</summary>
    public bool NeedsSmtpUtf8 { get; }

    /// <summary>The addresses of To, Cc and Bcc, each once.</summary>
    public IReadOnlyList<string> EnvelopeRecipients { get; }

    /// <summary>Sender if there is one, else From.</summary>
    public string EnvelopeSender { get; }

    /// <summary>Writes the message with CRLF line ends, files streamed.</summary>
    /// <exception cref="IOException">A file is gone or changed since the message was composed; what was written is no whole message.</exception>
    public Task WriteToAsync(Stream s, CancellationToken ct) => root.WriteAsync(s, ct);

    /// <summary>The whole message in memory, for small ones.</summary>
    public byte[] ToArray() => root.ToArray();
}
