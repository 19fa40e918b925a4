using System;
using System.IO;

namespace OutlookMail.Client;

/// <summary>A file to attach, wherever its octets come from.</summary>
public sealed class DraftAttachment
{
    private DraftAttachment(string name, string? path, Func<Stream>? open)
    {
        Name = name;
        Path = path;
        Open = open;
    }

    /// <summary>The name its receiver sees.</summary>
    public string Name { get; }

    /// <summary>E.g. application/pdf; by the name's extension when null.</summary>
    public string? ContentType { get; set; }

    /// <summary>What <c>cid:</c> in the HTML refers to; the file is then shown there and not listed.</summary>
    public string? ContentId { get; set; }

    internal string? Path { get; }

    internal Func<Stream>? Open { get; }

    public static DraftAttachment FromPath(string path, string? name = null) => new(name ?? System.IO.Path.GetFileName(path), path, null);

    /// <param name="bytes">Not copied.</param>
    public static DraftAttachment FromBytes(byte[] bytes, string name) => new(name, null, () => new MemoryStream(bytes, writable: false));

    /// <summary>Read from where it stands to its end; one that cannot seek is read into memory now. It stays the caller's.</summary>
    public static DraftAttachment FromStream(Stream stream, string name)
    {
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        return FromBytes(copy.ToArray(), name);
    }
}
