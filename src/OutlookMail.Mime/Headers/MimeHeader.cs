using System;

namespace OutlookMail.Mime;

/// <summary>One header field. Nothing of it is decoded before it is asked for.</summary>
public readonly struct MimeHeader
{
    private readonly MimeHeaders owner;
    private readonly HeaderField place;

    internal MimeHeader(MimeHeaders owner, HeaderField place)
    {
        this.owner = owner;
        this.place = place;
    }

    /// <summary>As it was written; empty for a stray line between fields.</summary>
    public string Name => owner.NameOf(place);

    /// <summary>Unfolded, encoded words decoded; no CR, LF or NUL in it.</summary>
    public string Value => HeaderText.Decode(RawValue.Span, owner.FallbackCharset);

    /// <summary>The octets after the colon, folds and line end included.</summary>
    public ReadOnlyMemory<byte> RawValue => owner.Bytes.Slice(place.ValueStart, place.End - place.ValueStart);

    /// <summary>The whole field, name and line end included.</summary>
    public ReadOnlyMemory<byte> OriginalBytes => owner.Bytes.Slice(place.Start, place.End - place.Start);

    /// <summary>Octets from the start of the message.</summary>
    public long Offset => place.Start;

    public override string ToString() => Name + ": " + Value;
}
