using System;

namespace OutlookMail.Model;

/// <summary>Something that happened in a folder that is watched. Kind, UIDVALIDITY and UID say what; none is told twice.</summary>
public sealed class OutlookMailboxEvent
{
    public OutlookMailboxEvent(OutlookMailboxEventKind kind, OutlookSession session, string folder, uint uidValidity, uint uid)
    {
        Kind = kind;
        Session = session;
        Folder = folder;
        UidValidity = uidValidity;
        Uid = uid;
    }

    public OutlookMailboxEventKind Kind { get; }

    public OutlookSession Session { get; }

    public string Folder { get; }

    public uint UidValidity { get; }

    /// <summary>0 for an event of the folder itself.</summary>
    public uint Uid { get; }

    /// <summary>When it was noticed here.</summary>
    public DateTimeOffset Time { get; set; }

    /// <summary>The message as it is now; null when it is gone.</summary>
    public OutlookMessage? Message { get; set; }

    public string[] Flags { get; set; } = Array.Empty<string>();

    /// <summary>Before FlagsChanged, as far as they were known.</summary>
    public string[] PreviousFlags { get; set; } = Array.Empty<string>();

    public override string ToString() => $"{Kind} {Folder} {Uid} {Message?.Subject}".TrimEnd();
}
