using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Mime;

/// <summary>One part of a message (RFC 2045 §2.4): a view on the message's octets that decodes what it is asked for.
/// Valid until the message is disposed.</summary>
public sealed class MimeEntity
{
    private readonly MessageContext context;
    private readonly int index;
    private MimeHeaders? headers;
    private MimeContentType? contentType;
    private MimeContentType? disposition;
    private MimeEntity[]? children;

    internal MimeEntity(MessageContext context, int index, MimeEntity? parent)
    {
        this.context = context;
        this.index = index;
        Parent = parent;
    }

    /// <summary>The multipart this part stands in; null for the body of a message.</summary>
    public MimeEntity? Parent { get; }

    public MimeHeaders Headers => headers ??= index == 0
        ? MimeHeaders.Read(context, 0, context.Bytes.Length)
        : MimeHeaders.Read(context, Node.Start, Node.BodyStart);

    /// <summary>Content-Type with its parameters.</summary>
    public MimeContentType ContentType => contentType ??= ReadType();

    /// <summary>In lower case; text/plain when none is declared (RFC 2045 §5.2).</summary>
    public string MediaType => ContentType.Value.IndexOf('/') > 0 ? ContentType.Value : Node.IsInDigest ? "message/rfc822" : "text/plain";

    /// <summary>As declared; null when it is not.</summary>
    public string? Charset => ContentType.Parameter("charset");

    /// <summary>Content-Disposition with its parameters; its value is empty when there is none.</summary>
    public MimeContentType Disposition => disposition ??= MimeContentType.Parse(Raw("Content-Disposition"));

    public TransferEncoding TransferEncoding => Node.Encoding;

    /// <summary>The name the sender gave, decoded; not yet safe for a disk (RFC 2183 §2.3).</summary>
    public string? FileName
    {
        get
        {
            string? name = Disposition.Parameter("filename") ?? ContentType.Parameter("name");
            return string.IsNullOrEmpty(name) ? null : name;
        }
    }

    /// <summary>Without angle brackets; what `cid:` in HTML refers to (RFC 2392).</summary>
    public string? ContentId => MessageIds.First(Headers.Get("Content-ID"));

    public string? Description => Headers.Get("Content-Description");

    /// <summary>A file to its reader: neither the text of the message nor an image shown in it.</summary>
    public bool IsAttachment => PartRoles.Of(this) == PartRole.Attachment;

    /// <summary>Shown within the text: declared inline, or referred to from the HTML beside it.</summary>
    public bool IsInline => Children.Count == 0 && (Disposition.Value == "inline" || PartRoles.IsRelatedImage(this));

    public bool IsMultipart => Node.Kind == PartKind.Multipart;

    /// <summary>The parts of a multipart, in their order.</summary>
    public IReadOnlyList<MimeEntity> Children => children ??= ReadChildren();

    /// <summary>The whole part as it came, header section included.</summary>
    public ReadOnlyMemory<byte> OriginalBytes => context.Slice(Node.Start, Node.End);

    /// <summary>The body as it came, still in its transfer encoding.</summary>
    public ReadOnlyMemory<byte> OriginalBody => context.Slice(Node.BodyStart, Node.End);

    /// <summary>Octets from the start of the message to this part.</summary>
    public long Offset => Node.Start;

    internal ref readonly PartNode Node => ref context.Nodes[index];

    internal MessageContext Context => context;

    /// <summary>The decoded content as a stream, decoded as it is read; each call starts anew.</summary>
    public Stream OpenContent() => new ContentStream(Decoder(), Report);

    /// <summary>Writes the decoded content.</summary>
    public void CopyContentTo(Stream destination)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            ContentDecoder decoder = Decoder();
            for (int count = decoder.Read(buffer); count > 0; count = decoder.Read(buffer))
            {
                destination.Write(buffer, 0, count);
            }

            Report(decoder);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc cref="CopyContentTo"/>
    public async Task CopyContentToAsync(Stream destination, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            ContentDecoder decoder = Decoder();
            for (int count = decoder.Read(buffer); count > 0; count = decoder.Read(buffer))
            {
                await destination.WriteArrayAsync(buffer, count, cancellationToken).ConfigureAwait(false);
            }

            Report(decoder);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The decoded content in an array of its own.</summary>
    public byte[] GetContent() => Decoded(static octets => octets.ToArray());

    /// <summary>The content as text: transfer encoding and charset resolved, nothing else changed. Any octets give some text.</summary>
    public string GetText() => Decoded(ToText);

    /// <summary>The message inside a message/rfc822 part; null for other parts.</summary>
    public MimeMessage? GetNestedMessage()
    {
        if (Node.Kind == PartKind.Message && Node.FirstChild >= 0)
        {
            return new MimeMessage(context, Node.FirstChild);
        }

        // RFC 2046 §5.2.1 forbids to encode it; some senders do.
        return MediaType is "message/rfc822" or "message/global" && context.Depth + 1 < MimeLimits.MaxDepth && Node.Depth < MimeLimits.MaxDepth
            ? new MimeMessage(new MessageContext(GetContent(), null, Node.Depth + 1), 0)
            : null;
    }

    public override string ToString() => MediaType + (FileName is string name ? " \"" + name + "\"" : "");

    private ReadOnlySpan<byte> Raw(string name) => Headers.Find(name) is MimeHeader header ? header.RawValue.Span : default;

    private MimeContentType ReadType()
    {
        MimeContentType type = MimeContentType.Parse(context.Bytes.Span.Slice(Node.TypeStart, Node.TypeEnd - Node.TypeStart));
        if (Node.TypeEnd > 0 && type.Value.IndexOf('/') <= 0)
        {
            context.Report(Node.TypeStart, "Content-Type without type/subtype: read as text/plain", "RFC 2045 §5.2");
        }

        return type;
    }

    private MimeEntity[] ReadChildren()
    {
        PartNode[] nodes = context.Nodes;
        if (nodes[index].Kind != PartKind.Multipart)
        {
            return Array.Empty<MimeEntity>();
        }

        int count = 0;
        for (int child = nodes[index].FirstChild; child >= 0; child = nodes[child].NextSibling)
        {
            count++;
        }

        MimeEntity[] entities = new MimeEntity[count];
        count = 0;
        for (int child = nodes[index].FirstChild; child >= 0; child = nodes[child].NextSibling)
        {
            entities[count++] = new MimeEntity(context, child, this);
        }

        return entities;
    }

    private ContentDecoder Decoder()
    {
        TransferEncoding encoding = Node.Kind == PartKind.Leaf ? TransferEncoding : TransferEncoding.Identity;
        return ContentDecoder.Create(encoding, OriginalBody);
    }

    private T Decoded<T>(ContentUse<T> use)
    {
        TransferEncoding encoding = Node.Kind == PartKind.Leaf ? TransferEncoding : TransferEncoding.Identity;
        if (encoding == TransferEncoding.Identity)
        {
            return use(OriginalBody.Span);
        }

        ContentDecoder decoder = ContentDecoder.Create(encoding, OriginalBody);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(decoder.MaxRemaining, 1024));
        try
        {
            int length = 0;
            while (true)
            {
                if (buffer.Length - length < 256)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length + 1024);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                int count = decoder.Read(buffer.AsSpan(length));
                if (count == 0)
                {
                    break;
                }

                length += count;
            }

            Report(decoder);
            return use(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Files written into the text; null when there is none.</summary>
    internal List<MimeEntity>? FindEmbeddedFiles(out byte[] rest)
    {
        byte[] left = Array.Empty<byte>();
        List<MimeEntity>? files = Decoded(octets => EmbeddedFiles.Find(octets, out left));
        rest = left;
        return files;
    }

    internal string ToText(ReadOnlySpan<byte> octets)
    {
        string? charset = Charset;
        if (charset == null && MediaType == "text/html")
        {
            charset = HtmlCharset.Find(octets);
        }

        string text = TextDecoding.Decode(octets, charset, out string? problem);
        if (problem != null)
        {
            context.Report(Node.BodyStart, problem, "RFC 2046 §4.1.2");
        }

        return text;
    }

    private void Report(ContentDecoder decoder)
    {
        if (decoder.Problem != null)
        {
            context.Report(Node.BodyStart, decoder.Problem, decoder.Rule);
        }
    }

    private delegate T ContentUse<T>(ReadOnlySpan<byte> octets);
}
