namespace OutlookMail.Mime;

internal enum PartKind : byte
{
    Leaf,
    Multipart,

    /// <summary>A message/rfc822 whose only child is the message inside it.</summary>
    Message,
}

/// <summary>Where one part lies in the octets of the message. Children of a part form a chain.</summary>
internal struct PartNode
{
    /// <summary>First octet of the part's header section.</summary>
    public int Start;

    /// <summary>First octet after the empty line.</summary>
    public int BodyStart;

    /// <summary>One past the body; the line end before the next delimiter is not part of it (RFC 2046 §5.1.1).</summary>
    public int End;

    /// <summary>The Content-Type field's value, raw; both 0 when the part has none.</summary>
    public int TypeStart;
    public int TypeEnd;

    public int Parent;
    public int FirstChild;
    public int LastChild;
    public int NextSibling;
    public int Depth;
    public PartKind Kind;

    /// <summary>Noted while the header is walked, so that decoding a body needs no list of its fields.</summary>
    public TransferEncoding Encoding;

    /// <summary>Without a Content-Type this part is message/rfc822 (RFC 2046 §5.1.5).</summary>
    public bool IsInDigest;
}
