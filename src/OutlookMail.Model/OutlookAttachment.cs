using System;
using System.IO;

namespace OutlookMail.Model;

/// <summary>A part of a message that is a file to its reader (RFC 2183).</summary>
public sealed class OutlookAttachment
{
    private readonly Func<Stream> open;

    public OutlookAttachment(string name, string contentType, Func<Stream> open)
    {
        Name = name;
        ContentType = contentType;
        this.open = open;
    }

    /// <summary>The name as the sender gave it, decoded and not yet safe for a disk.</summary>
    public string Name { get; }

    public string ContentType { get; }

    /// <summary>Decoded octets; -1 while the part has not been decoded.</summary>
    public long Size { get; set; } = -1;

    /// <summary>Content-ID without angle brackets, by which HTML refers to an inline image (RFC 2392).</summary>
    public string? ContentId { get; set; }

    public bool IsInline { get; set; }

    /// <summary>The decoded content, from its start; each call gives a stream of its own.</summary>
    public Stream OpenRead() => open();

    public override string ToString() => Name;
}
