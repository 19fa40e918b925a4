using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>One exported message: where it came from, and where it stands.</summary>
internal sealed class ManifestEntry
{
    public string Folder { get; set; } = "";

    public uint UidValidity { get; set; }

    public uint Uid { get; set; }

    /// <summary>The file, from the export's root, with / between levels; for a zip the entry's name.</summary>
    public string Path { get; set; } = "";

    /// <summary>Octets before it in a file that holds many; null for a file of its own.</summary>
    public long? Offset { get; set; }

    /// <summary>Octets that it takes in the file; in a zip with its local header, packed.</summary>
    public long Length { get; set; }

    /// <summary>Of the message as the server gave it.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>SHA-256 of what stands in the file, where that is not the message itself: an mbox entry with its From line and quoting.</summary>
    public string? Stored { get; set; }

    /// <summary>In a zip: octets of the message as it came, and their CRC-32.</summary>
    public long? Size { get; set; }

    public uint? Crc32 { get; set; }

    /// <summary>It stands where an entry of the folder's earlier UIDs put it.</summary>
    public bool IsAdopted { get; set; }

    public DateTimeOffset? Received { get; set; }

    public IReadOnlyList<string> Flags { get; set; } = Array.Empty<string>();
}
