using System;
using System.Collections.Generic;

namespace OutlookMail.Model;

/// <summary>A folder of a mailbox, with its counts as they were when it was listed. Null is what was not asked for or not told.</summary>
public sealed class OutlookFolder
{
    public OutlookFolder(OutlookSession session, string fullName, char? delimiter)
    {
        Session = session;
        FullName = fullName;
        Delimiter = delimiter;
        int last = delimiter is { } d ? fullName.LastIndexOf(d) : -1;
        Name = fullName.Substring(last + 1);
        ParentName = last > 0 ? fullName.Substring(0, last) : null;
        Depth = delimiter is { } between ? fullName.Split(between).Length - 1 : 0;
    }

    public OutlookSession Session { get; }

    /// <summary>The name with those of the folders above it, as the server writes it; what <c>-Folder</c> takes.</summary>
    public string FullName { get; }

    /// <summary>The last part of <see cref="FullName"/>.</summary>
    public string Name { get; }

    /// <summary>The full name of the folder above; null at the top.</summary>
    public string? ParentName { get; }

    /// <summary>Stands between the parts of a full name; null where there are no levels.</summary>
    public char? Delimiter { get; }

    /// <summary>0 at the top.</summary>
    public int Depth { get; }

    public OutlookWellKnownFolder WellKnownName { get; set; }

    public long? Messages { get; set; }

    public long? Unread { get; set; }

    /// <summary>Octets of its messages, by the server's own account.</summary>
    public long? Size { get; set; }

    public uint? UidValidity { get; set; }

    /// <summary>The UID that the next message will have at least.</summary>
    public uint? UidNext { get; set; }

    /// <summary>False for a name that only holds other folders (\Noselect).</summary>
    public bool IsSelectable { get; set; } = true;

    public IReadOnlyList<OutlookFolder> Children { get; set; } = Array.Empty<OutlookFolder>();

    public bool HasChildren => Children.Count > 0;

    public override string ToString() => FullName;
}
