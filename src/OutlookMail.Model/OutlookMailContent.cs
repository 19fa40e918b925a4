using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace OutlookMail.Model;

/// <summary>A message read whole: its bodies, headers and attachments.</summary>
public sealed class OutlookMailContent
{
    private readonly Func<Stream>? open;

    public OutlookMailContent(OutlookMessage? message, Func<Stream>? open = null)
    {
        Message = message;
        this.open = open;
    }

    /// <summary>The summary it was asked by; null for a message that was read from a file.</summary>
    public OutlookMessage? Message { get; }

    public string Subject { get; set; } = "";

    public OutlookAddress? From { get; set; }

    public IReadOnlyList<OutlookAddress> To { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public IReadOnlyList<OutlookAddress> Cc { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public IReadOnlyList<OutlookAddress> ReplyTo { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public DateTimeOffset? Date { get; set; }

    public string? MessageId { get; set; }

    /// <summary>The plain text body, or text made from the HTML one; null when the message has neither.</summary>
    public string? Text { get; set; }

    /// <summary>The HTML body as it was sent: not sanitised, so show it with care. Null when there is none.</summary>
    public string? Html { get; set; }

    /// <summary>Every header field in its order, decoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; set; } = Array.Empty<KeyValuePair<string, string>>();

    public OutlookAttachment[] Attachments { get; set; } = Array.Empty<OutlookAttachment>();

    /// <summary>Attached messages, read whole too, where that was asked for (Get-OutlookMailContent -Nested).</summary>
    public OutlookMailContent[] Messages { get; set; } = Array.Empty<OutlookMailContent>();

    /// <summary>What receiving servers found about the sender (SPF, DKIM, DMARC), the latest first.</summary>
    public OutlookAuthenticationResult[] AuthenticationResults { get; set; } = Array.Empty<OutlookAuthenticationResult>();

    /// <summary>Addresses (https: and mailto:) by which a mailing list is left (RFC 2369 §3.2).</summary>
    public string[] Unsubscribe { get; set; } = Array.Empty<string>();

    /// <summary>The address that one POST of List-Unsubscribe=One-Click leaves the list by (RFC 8058); null when there is none.</summary>
    public string? OneClickUnsubscribe { get; set; }

    /// <summary>What the message reports about another one; null when it is no report.</summary>
    public OutlookDeliveryReport? DeliveryReport { get; set; }

    /// <summary>Octets of the message as it came over the wire.</summary>
    public long Size { get; set; }

    /// <summary>What the reader had to forgive: place and rule, one line each.</summary>
    public string[] Defects { get; set; } = Array.Empty<string>();

    /// <summary>The message as it came, octet for octet; each call gives a stream of its own. Empty for content without a source.</summary>
    public Stream OpenRead() => open?.Invoke() ?? Stream.Null;

    /// <summary>The message's source as text: UTF-8 where it is that, else one character an octet.</summary>
    public string GetSource()
    {
        using var octets = new MemoryStream();
        using (Stream source = OpenRead())
        {
            source.CopyTo(octets);
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets.GetBuffer(), 0, (int)octets.Length);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding("iso-8859-1").GetString(octets.GetBuffer(), 0, (int)octets.Length);
        }
    }

    public override string ToString() => Subject;
}
