using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Mime;

/// <summary>One part ready to be written: its octets, or where they come from and how many there will be.</summary>
internal sealed class ComposedPart
{
    // Whole base64 lines; about 64 KB in, 88 KB out.
    private const int ChunkOctets = Base64Writer.LineOctets * 1150;

    private readonly List<ComposedPart> children = new();
    private byte[] body = Array.Empty<byte>();
    private MimeAttachmentSource? file;
    private long fileLength;
    private bool isMessageFile;
    private string? boundary;

    /// <summary>The header section without the empty line after it.</summary>
    public byte[] Header { get; set; } = Array.Empty<byte>();

    public bool Is8Bit { get; private set; }

    public string TransferEncoding { get; private set; } = "7bit";

    public long Length => Header.Length + 2 + BodyLength;

    public long BodyLength
    {
        get
        {
            if (boundary != null)
            {
                // --boundary CRLF part CRLF … --boundary-- CRLF
                long total = boundary.Length + 6;
                foreach (ComposedPart child in children)
                {
                    total += boundary.Length + 4 + child.Length + 2;
                }

                return total;
            }

            return file == null ? body.Length : isMessageFile ? fileLength : Base64Writer.EncodedLength(fileLength);
        }
    }

    public static ComposedPart Text(EncodedText text) => new() { body = text.Body, TransferEncoding = text.TransferEncoding };

    public static ComposedPart Octets(byte[] encoded, string transferEncoding) => new() { body = encoded, TransferEncoding = transferEncoding };

    public static ComposedPart Multipart(string boundary, IEnumerable<ComposedPart> children)
    {
        ComposedPart part = new() { boundary = boundary };
        part.children.AddRange(children);
        part.Is8Bit = part.children.Exists(c => c.Is8Bit);
        part.TransferEncoding = part.Is8Bit ? "8bit" : "7bit";
        return part;
    }

    public static ComposedPart File(MimeAttachmentSource file) =>
        new() { file = file, fileLength = file.Length(), TransferEncoding = "base64" };

    /// <summary>A message/rfc822 file, which base64 must not hide (RFC 2046 §5.2.1); null when it cannot go as it is.</summary>
    public static ComposedPart? MessageFile(MimeAttachmentSource file)
    {
        using Stream stream = file.Open();
        LineEndCopier lines = new(null);
        byte[] buffer = new byte[81920];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            lines.Measure(buffer.AsSpan(0, count));
        }

        lines.EndMeasure();
        return !lines.IsClean
            ? null
            : new ComposedPart
            {
                file = file,
                fileLength = lines.Length,
                isMessageFile = true,
                Is8Bit = lines.Is8Bit,
                TransferEncoding = lines.Is8Bit ? "8bit" : "7bit",
            };
    }

    /// <summary>Whether a boundary can be chosen that this part does not hold.</summary>
    public bool Contains(string candidate)
    {
        if (boundary != null && boundary.StartsWith(candidate, StringComparison.Ordinal))
        {
            return true;
        }

        return body.AsSpan().IndexOf(Encoding.ASCII.GetBytes("--" + candidate)) >= 0 || children.Exists(c => c.Contains(candidate));
    }

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await Write(stream, Header, cancellationToken).ConfigureAwait(false);
        await Write(stream, CrLf, cancellationToken).ConfigureAwait(false);
        await WriteBodyAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The part as it will be written.</summary>
    public byte[] ToArray()
    {
        MemoryStream stream = new(checked((int)Length));
        WriteAsync(stream, CancellationToken.None).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    private static readonly byte[] CrLf = { (byte)'\r', (byte)'\n' };

    private async Task WriteBodyAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (boundary != null)
        {
            foreach (ComposedPart child in children)
            {
                await Write(stream, Encoding.ASCII.GetBytes("--" + boundary + "\r\n"), cancellationToken).ConfigureAwait(false);
                await child.WriteAsync(stream, cancellationToken).ConfigureAwait(false);
                await Write(stream, CrLf, cancellationToken).ConfigureAwait(false);
            }

            await Write(stream, Encoding.ASCII.GetBytes("--" + boundary + "--\r\n"), cancellationToken).ConfigureAwait(false);
        }
        else if (file == null)
        {
            await Write(stream, body, cancellationToken).ConfigureAwait(false);
        }
        else if (isMessageFile)
        {
            using Stream source = file.Open();
            await new LineEndCopier(source).CopyToAsync(stream, fileLength, file.Name, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await WriteFileAsync(stream, file, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteFileAsync(Stream stream, MimeAttachmentSource source, CancellationToken cancellationToken)
    {
        byte[] octets = ArrayPool<byte>.Shared.Rent(ChunkOctets);
        byte[] lines = ArrayPool<byte>.Shared.Rent((int)Base64Writer.EncodedLength(ChunkOctets));
        try
        {
            using Stream content = source.Open();
            long remaining = fileLength;
            while (remaining > 0)
            {
                int wanted = (int)Math.Min(ChunkOctets, remaining);
                int filled = 0;
                while (filled < wanted)
                {
                    int count = await content.ReadArrayAsync(octets, filled, wanted - filled, cancellationToken).ConfigureAwait(false);
                    if (count == 0)
                    {
                        throw Changed(source.Name);
                    }

                    filled += count;
                }

                int written = Base64Writer.Encode(octets.AsSpan(0, filled), lines);
                await stream.WriteArrayAsync(lines, written, cancellationToken).ConfigureAwait(false);
                remaining -= filled;
            }

            if (await content.ReadArrayAsync(octets, 0, 1, cancellationToken).ConfigureAwait(false) != 0)
            {
                throw Changed(source.Name);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
            ArrayPool<byte>.Shared.Return(lines);
        }
    }

    /// <summary>The length was promised before: a message that turns out longer or shorter must not be sent.</summary>
    internal static IOException Changed(string name) => new("The file " + name + " changed while it was being sent.");

    private static Task Write(Stream stream, byte[] octets, CancellationToken cancellationToken) =>
        stream.WriteArrayAsync(octets, octets.Length, cancellationToken);
}
