using System;
using System.IO;

namespace OutlookMail.Model;

/// <summary>A message of the local archive that a search found.</summary>
public sealed class OutlookArchiveHit
{
    private readonly Func<Stream> open;

    public OutlookArchiveHit(string mailbox, string folder, uint uid, Func<Stream> open)
    {
        Mailbox = mailbox;
        Folder = folder;
        Uid = uid;
        this.open = open;
    }

    public string Mailbox { get; }

    public string Folder { get; }

    public uint Uid { get; }

    public DateTimeOffset Received { get; set; }

    public string From { get; set; } = "";

    public string To { get; set; } = "";

    public string Subject { get; set; } = "";

    /// <summary>The words around what was found, each match between « and ».</summary>
    public string Snippet { get; set; } = "";

    /// <summary>Names of its attachments.</summary>
    public string[] Attachments { get; set; } = Array.Empty<string>();

    public string[] Flags { get; set; } = Array.Empty<string>();

    /// <summary>Without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; set; }

    /// <summary>Octets.</summary>
    public long Size { get; set; }

    /// <summary>SHA-256 of the message's octets, in hexadecimal digits.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>When it was found to be gone from the server; null while it is there.</summary>
    public DateTimeOffset? GoneOn { get; set; }

    /// <summary>The whole message as the server gave it.</summary>
    public Stream OpenRead() => open();

    public override string ToString() => $"{Received.LocalDateTime:yyyy-MM-dd HH:mm}  {From}  {Subject}";
}
