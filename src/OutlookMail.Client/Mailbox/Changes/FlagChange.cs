using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>Which flags messages shall have; null is left as it is.</summary>
public sealed class FlagChange
{
    public bool? Read { get; set; }

    public bool? Flagged { get; set; }

    public bool? Answered { get; set; }

    /// <summary>Keywords (RFC 9051 §2.3.2) to add; a server may keep none.</summary>
    public IReadOnlyList<string> AddKeywords { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> RemoveKeywords { get; set; } = Array.Empty<string>();

    internal IReadOnlyList<string> Added => Flags(wanted: true, AddKeywords);

    internal IReadOnlyList<string> Removed => Flags(wanted: false, RemoveKeywords);

    private List<string> Flags(bool wanted, IReadOnlyList<string> keywords)
    {
        var flags = new List<string>(keywords);
        Add(Read, "\\Seen");
        Add(Flagged, "\\Flagged");
        Add(Answered, "\\Answered");
        return flags;

        void Add(bool? state, string flag)
        {
            if (state == wanted)
            {
                flags.Add(flag);
            }
        }
    }
}
