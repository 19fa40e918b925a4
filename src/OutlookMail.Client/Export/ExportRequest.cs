using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What is exported, and to where.</summary>
public sealed class ExportRequest
{
    public ExportRequest(string path, OutlookArchiveFormat format)
    {
        Path = path;
        Format = format;
    }

    /// <summary>A folder, new or of an earlier export; for <see cref="OutlookArchiveFormat.Zip"/> the file.</summary>
    public string Path { get; }

    public OutlookArchiveFormat Format { get; }

    /// <summary>Names with the wildcards * and ?; none for every folder.</summary>
    public IReadOnlyList<string> Folders { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> ExcludedFolders { get; set; } = Array.Empty<string>();

    /// <summary>Received at this moment or later.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Received before this moment.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only messages that this finds; its folder, Since and Before do not count. Null for all.</summary>
    public MailQuery? Filter { get; set; }

    /// <summary>Reads what earlier runs wrote and compares it with its SHA-256, fetches anew what is damaged, and compares the counts with the server.</summary>
    public bool Verify { get; set; }

    public int Connections { get; set; } = 3;
}
