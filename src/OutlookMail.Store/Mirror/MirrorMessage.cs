using System;

namespace OutlookMail.Store;

/// <summary>A message to be taken into the archive.</summary>
public sealed class MirrorMessage
{
    public MirrorMessage(uint uid, MirrorFlags flags, DateTimeOffset received, PackedMessage content, MirrorDocument document)
    {
        Uid = uid;
        Flags = flags;
        Received = received;
        Content = content;
        Document = document;
    }

    public uint Uid { get; }

    public MirrorFlags Flags { get; }

    public DateTimeOffset Received { get; }

    public PackedMessage Content { get; }

    public MirrorDocument Document { get; }
}
