namespace OutlookMail.Store;

/// <summary>What the archive has of a message in a folder.</summary>
public readonly struct KnownMessage
{
    public KnownMessage(uint uid, MirrorFlags flags)
    {
        Uid = uid;
        Flags = flags;
    }

    public uint Uid { get; }

    public MirrorFlags Flags { get; }
}
