using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>The delimiters that may end a part at this place, innermost last.</summary>
internal sealed class BoundaryStack
{
    // Up to here comparing with each is cheaper than hashing; past it a hostile depth would cost depth times lines.
    private const int LinearDepth = 12;
    private static readonly uint Seed = (uint)Guid.NewGuid().GetHashCode();

    private readonly List<Entry> entries = new();
    private Dictionary<uint, List<int>>? byHash;

    public struct Entry
    {
        public int Node;

        /// <summary>Where the boundary stands in the message; -1 when Copy holds it.</summary>
        public int At;
        public int Length;
        public byte[]? Copy;
        public bool IsDigest;

        /// <summary>The first line that looks like a delimiter and is none; used if the declared one never comes.</summary>
        public int GuessAt;
        public int GuessLength;
    }

    public int Count => entries.Count;

    public Entry this[int level] => entries[level];

    public void Push(Entry entry, ReadOnlySpan<byte> message)
    {
        entries.Add(entry);
        if (entries.Count > LinearDepth)
        {
            Index(message);
        }
    }

    /// <summary>Gives the innermost multipart, which declared none, the boundary that its body uses.</summary>
    public void Adopt(int level, int at, int length, ReadOnlySpan<byte> message)
    {
        Entry entry = entries[level];
        entry.At = at;
        entry.Length = length;
        entries[level] = entry;
        byHash = null;
        if (entries.Count > LinearDepth)
        {
            Index(message);
        }
    }

    public void Guess(int level, int at, int length)
    {
        Entry entry = entries[level];
        entry.GuessAt = at;
        entry.GuessLength = length;
        entries[level] = entry;
    }

    public void Truncate(int count, ReadOnlySpan<byte> message)
    {
        while (entries.Count > count)
        {
            int level = entries.Count - 1;
            if (byHash != null && byHash.TryGetValue(Hash(BoundaryOf(level, message)), out List<int>? levels))
            {
                levels.Remove(level);
            }

            entries.RemoveAt(level);
        }

        if (entries.Count <= LinearDepth)
        {
            byHash = null;
        }
    }

    public void Clear()
    {
        entries.Clear();
        byHash = null;
    }

    /// <summary>The level whose delimiter this line is, or -1. <paramref name="line"/> starts after the two hyphens
    /// and has no trailing blanks.</summary>
    public int Match(ReadOnlySpan<byte> line, ReadOnlySpan<byte> message, out bool isClose)
    {
        int open = Find(line, message);
        isClose = false;
        if (open < 0 && line.Length >= 2 && line[line.Length - 1] == (byte)'-' && line[line.Length - 2] == (byte)'-')
        {
            open = Find(line.Slice(0, line.Length - 2), message);
            isClose = open >= 0;
        }

        return open;
    }

    private int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> message)
    {
        if (entries.Count > LinearDepth)
        {
            if (byHash!.TryGetValue(Hash(text), out List<int>? levels))
            {
                for (int i = levels.Count - 1; i >= 0; i--)
                {
                    if (BoundaryOf(levels[i], message).SequenceEqual(text))
                    {
                        return levels[i];
                    }
                }
            }

            return -1;
        }

        for (int level = entries.Count - 1; level >= 0; level--)
        {
            Entry entry = entries[level];
            if (entry.Length == text.Length && entry.Length > 0 && BoundaryOf(level, message).SequenceEqual(text))
            {
                return level;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> BoundaryOf(int level, ReadOnlySpan<byte> message)
    {
        Entry entry = entries[level];
        return entry.Copy != null ? entry.Copy : message.Slice(Math.Max(entry.At, 0), entry.Length);
    }

    private void Index(ReadOnlySpan<byte> message)
    {
        if (byHash == null)
        {
            byHash = new Dictionary<uint, List<int>>();
            for (int level = 0; level < entries.Count; level++)
            {
                Add(level, message);
            }
        }
        else
        {
            Add(entries.Count - 1, message);
        }
    }

    private void Add(int level, ReadOnlySpan<byte> message)
    {
        if (entries[level].Length == 0)
        {
            return;
        }

        uint hash = Hash(BoundaryOf(level, message));
        if (!byHash!.TryGetValue(hash, out List<int>? levels))
        {
            byHash[hash] = levels = new List<int>();
        }

        levels.Add(level);
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        // FNV-1a from a start that a sender cannot know.
        uint hash = Seed;
        foreach (byte value in text)
        {
            hash = (hash ^ value) * 16777619;
        }

        return hash;
    }
}
