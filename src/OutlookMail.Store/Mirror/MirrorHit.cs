using System;

namespace OutlookMail.Store;

/// <summary>A message that a search found.</summary>
public sealed class MirrorHit
{
    public string Mailbox { get; internal set; } = "";

    public string Folder { get; internal set; } = "";

    public uint Uid { get; internal set; }

    public DateTimeOffset Received { get; internal set; }

    public MirrorFlags Flags { get; internal set; }

    public DateTimeOffset? GoneOn { get; internal set; }

    public byte[] Sha256 { get; internal set; } = [];

    public long Size { get; internal set; }

    /// <summary>Its body is empty.</summary>
    public MirrorDocument Document { get; internal set; } = new();

    public string Snippet { get; internal set; } = "";
}
