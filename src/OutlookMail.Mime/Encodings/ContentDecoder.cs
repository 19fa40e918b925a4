using System;

namespace OutlookMail.Mime;

/// <summary>Turns the octets of a body into its content, as much at a time as the caller has room for.</summary>
internal abstract class ContentDecoder
{
    private readonly ReadOnlyMemory<byte> source;

    protected ContentDecoder(ReadOnlyMemory<byte> source) => this.source = source;

    /// <summary>What was wrong with the encoding; null when nothing was met so far.</summary>
    public string? Problem { get; protected set; }

    public string Rule { get; protected set; } = "";

    protected int Position { get; set; }

    protected ReadOnlySpan<byte> Rest => source.Span.Slice(Position);

    /// <summary>At most this many octets come out of what is left.</summary>
    public virtual int MaxRemaining => source.Length - Position;

    /// <summary>Writes at least one octet unless the content is at its end; the room is at least 64 octets.</summary>
    public abstract int Read(Span<byte> room);

    public static ContentDecoder Create(TransferEncoding encoding, ReadOnlyMemory<byte> source) => encoding switch
    {
        TransferEncoding.Base64 => new Base64Decoder(source),
        TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(source),
        TransferEncoding.Uuencode => new UuDecoder(source),
        TransferEncoding.Yenc => new YencDecoder(source),
        _ => new IdentityDecoder(source),
    };
}
