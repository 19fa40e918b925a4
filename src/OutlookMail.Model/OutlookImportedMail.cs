using System;

namespace OutlookMail.Model;

/// <summary>A message out of a file that is in the mailbox now.</summary>
public sealed class OutlookImportedMail
{
    public OutlookImportedMail(string path, string folder, OutlookImportStatus status)
    {
        Path = path;
        Folder = folder;
        Status = status;
    }

    /// <summary>The file; in an mbox or zip file followed by # and the message's place.</summary>
    public string Path { get; }

    /// <summary>The mail folder that holds it.</summary>
    public string Folder { get; }

    public OutlookImportStatus Status { get; }

    /// <summary>0 when the server did not tell.</summary>
    public uint Uid { get; set; }

    /// <summary>Without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; set; }

    public string Subject { get; set; } = "";

    public DateTimeOffset Received { get; set; }

    /// <summary>Octets with CRLF line ends.</summary>
    public long Length { get; set; }

    public override string ToString() => $"{Status}: {Path} -> {Folder}";
}
