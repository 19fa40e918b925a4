using System;
using System.Collections.Generic;
using System.IO;

namespace OutlookMail.Client;

/// <summary>A message of a source, as far as the source tells of it.</summary>
internal sealed class ImportItem
{
    public ImportItem(string path, Func<Stream> open)
    {
        Path = path;
        Open = open;
    }

    /// <summary>For people.</summary>
    public string Path { get; }

    /// <summary>The message, possibly with LF line ends; the caller closes it.</summary>
    public Func<Stream> Open { get; }

    /// <summary>The mail folder that it belongs to; null when the source has none.</summary>
    public string? Folder { get; set; }

    /// <summary>Null when the source does not tell.</summary>
    public IReadOnlyList<string>? Flags { get; set; }

    /// <summary>Null when the source does not tell.</summary>
    public DateTimeOffset? Received { get; set; }

    /// <summary>When all else is silent.</summary>
    public DateTimeOffset FileTime { get; set; }
}
