using System;
using System.IO;

namespace OutlookMail.Mime;

/// <summary>A file to send: its name, type and where its octets come from. Nothing is read before it is written.</summary>
public sealed class MimeAttachmentSource
{
    private readonly Func<Stream> open;
    private readonly Func<long> measure;

    private MimeAttachmentSource(string name, string? contentType, Func<Stream> open, Func<long> measure)
    {
        HeaderValue.Refuse(name, "A file name", allowNonAscii: true);
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new MimeFormatException("A file name is missing.", 0);
        }

        Name = name;
        ContentType = contentType ?? FileTypes.ForName(name);
        FileTypes.Check(ContentType);
        this.open = open;
        this.measure = measure;
    }

    /// <summary>The name its receiver sees.</summary>
    public string Name { get; }

    /// <summary>E.g. application/pdf; parameters are not part of it.</summary>
    public string ContentType { get; }

    /// <summary>Without angle brackets: what `cid:` in the HTML refers to (RFC 2392). Null: none, or made when it is inline.</summary>
    public string? ContentId { get; set; }

    /// <summary>Shown in the HTML and not listed as a file.</summary>
    public bool IsInline { get; set; }

    public string? Description { get; set; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static MimeAttachmentSource FromFile(string path, string? name = null, string? contentType = null)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException("There is no file " + path + ".", path);
        }

        return new MimeAttachmentSource(
            name ?? file.Name,
            contentType,
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous),
            () => new FileInfo(path).Length);
    }

    /// <param name="bytes">Not copied; must stay unchanged until the message is written.</param>
    public static MimeAttachmentSource FromBytes(byte[] bytes, string name, string? contentType = null) =>
        new(name, contentType, () => new MemoryStream(bytes, writable: false), () => bytes.Length);

    /// <param name="open">Gives the content from its start each time; called again for each writing, and once more to
    /// count its octets if the stream cannot tell its length.</param>
    public static MimeAttachmentSource FromStream(Func<Stream> open, string name, string? contentType = null) =>
        new(name, contentType, open, () => Measure(open));

    internal Stream Open() => open();

    internal long Length() => measure();

    private static long Measure(Func<Stream> open)
    {
        using Stream stream = open();
        if (stream.CanSeek)
        {
            return stream.Length - stream.Position;
        }

        byte[] buffer = new byte[81920];
        long length = 0;
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            length += count;
        }

        return length;
    }
}
