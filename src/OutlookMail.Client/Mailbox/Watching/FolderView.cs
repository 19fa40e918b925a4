using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Client;

/// <summary>
/// A folder as one connection sees it and as it was told to the consumer: UIDs in the order of their sequence numbers,
/// each with its flags. Compared with what another connection sees, it gives exactly what happened between.
/// </summary>
internal sealed class FolderView
{
    private readonly List<uint> uids = new();
    private readonly Dictionary<uint, string[]> told = new();

    /// <summary>The highest UID that was ever seen here.</summary>
    public uint Last { get; private set; }

    public IEnumerable<uint> Told => told.Keys;

    /// <summary>Forgets the order, which belongs to one connection; what was told stays.</summary>
    public void Reorder(IEnumerable<uint> ascending)
    {
        uids.Clear();
        Append(ascending);
    }

    public void Append(IEnumerable<uint> ascending)
    {
        foreach (var uid in ascending)
        {
            uids.Add(uid);
            Last = Math.Max(Last, uid);
        }
    }

    /// <returns>0 for a message that this view does not know yet.</returns>
    public uint At(uint sequence) => sequence > 0 && sequence <= uids.Count ? uids[(int)sequence - 1] : 0;

    /// <summary>A message is gone, and those behind it moved up.</summary>
    public void Expunge(uint sequence)
    {
        if (sequence > 0 && sequence <= uids.Count)
        {
            uids.RemoveAt((int)sequence - 1);
        }
    }

    public bool IsTold(uint uid) => told.ContainsKey(uid);

    public string[] FlagsOf(uint uid) => told.TryGetValue(uid, out var flags) ? flags : Array.Empty<string>();

    public void Tell(uint uid, string[] flags) => told[uid] = flags;

    public bool Forget(uint uid) => told.Remove(uid);

    public void Clear()
    {
        uids.Clear();
        told.Clear();
        Last = 0;
    }

    // RFC 9051 §2.3.2: \Recent says nothing about the message, and is another for each connection.
    public static string[] Comparable(IEnumerable<string> flags) =>
        flags.Where(flag => !flag.Equals("\\Recent", StringComparison.OrdinalIgnoreCase)).OrderBy(flag => flag, StringComparer.OrdinalIgnoreCase).ToArray();

    public bool HasOther(uint uid, string[] flags) => !FlagsOf(uid).SequenceEqual(flags, StringComparer.OrdinalIgnoreCase);
}
