namespace OutlookMail.Mime;

/// <summary>The bounds that keep any input linear in time and memory.</summary>
public static class MimeLimits
{
    /// <summary>Containers inside containers (multipart and message/rfc822 together). No known mail system nests past
    /// a few dozen; what lies deeper is kept as one opaque part, so that callers may walk the tree recursively.</summary>
    public const int MaxDepth = 256;

    /// <summary>Octets of one message: what one array or one mapped view can address. Exchange stops at 150 MB.</summary>
    public const int MaxMessageLength = int.MaxValue - 64;

    /// <summary>Boundaries longer than this are not looked for. RFC 2046 §5.1.1 allows 70 octets; some mailers exceed it.</summary>
    public const int MaxBoundaryLength = 512;

    /// <summary>Defects kept for one message; a hostile message could otherwise hold one in every line.</summary>
    public const int MaxDefects = 500;

    /// <summary>Octets read from a stream that stay in memory; a longer message moves to a temporary file.</summary>
    public const int MaxBufferedLength = 8 * 1024 * 1024;

    /// <summary>Files from this length on are mapped and not read into memory.</summary>
    public const int MinMappedLength = 1024 * 1024;

    /// <summary>Parameters of one header field that are kept (RFC 2231 continuations count singly).</summary>
    public const int MaxParameters = 1000;
}
