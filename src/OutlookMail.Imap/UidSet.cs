using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace OutlookMail.Imap;

/// <summary>Unique identifiers, ascending and without doubles; neighbours are kept and written as ranges.</summary>
public sealed class UidSet : IReadOnlyCollection<uint>
{
    private readonly (uint First, uint Last)[] _ranges;

    private UidSet((uint First, uint Last)[] ranges)
    {
        _ranges = ranges;
        long count = 0;
        foreach ((uint first, uint last) in ranges)
        {
            count += (long)last - first + 1;
        }

        LongCount = count;
    }

    private UidSet(long count)
        : this([])
    {
        IsKeptByServer = true;
        LongCount = count;
    }

    public static UidSet Empty { get; } = new([]);

    /// <summary>RFC 5182: what the last SEARCH saved. Its numbers are not known here.</summary>
    internal static UidSet KeptByServer(long count) => new(count);

    internal bool IsKeptByServer { get; }

    public IReadOnlyList<(uint First, uint Last)> Ranges => _ranges;

    public bool IsEmpty => LongCount == 0;

    public long LongCount { get; }

    public int Count => checked((int)LongCount);

    /// <exception cref="ArgumentException">A UID is 0, which none can be.</exception>
    public static UidSet Of(IEnumerable<uint> uids)
    {
        ArgumentNullException.ThrowIfNull(uids);
        var sorted = new List<uint>(uids);
        bool ascending = true;
        for (int i = 1; i < sorted.Count && ascending; i++)
        {
            ascending = sorted[i - 1] <= sorted[i];
        }

        if (!ascending)
        {
            sorted.Sort();
        }

        var ranges = new List<(uint First, uint Last)>();
        foreach (uint uid in sorted)
        {
            if (uid == 0)
            {
                throw new ArgumentException("A UID is at least 1.", nameof(uids));
            }

            if (ranges.Count > 0 && ranges[ranges.Count - 1] is var (first, last) && uid - last <= 1)
            {
                ranges[ranges.Count - 1] = (first, uid);
            }
            else
            {
                ranges.Add((uid, uid));
            }
        }

        return new UidSet(ranges.ToArray());
    }

    public static UidSet Of(params uint[] uids) => Of((IEnumerable<uint>)uids);

    /// <summary>Every number from the first to the last, whether or not a message has it.</summary>
    public static UidSet Range(uint first, uint last)
    {
        if (first == 0 || last < first)
        {
            throw new ArgumentOutOfRangeException(nameof(first), first, "A range begins at 1 or later and does not end before it begins.");
        }

        return new UidSet([(first, last)]);
    }

    public bool Contains(uint uid)
    {
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (uid < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (uid > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    public UidSet Union(UidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var ranges = new List<(uint First, uint Last)>(_ranges);
        ranges.AddRange(other._ranges);
        return Merge(ranges);
    }

    /// <summary>What is here and not there.</summary>
    public UidSet Except(UidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var left = new List<(uint First, uint Last)>();
        int at = 0;
        foreach ((uint first, uint last) in _ranges)
        {
            while (at < other._ranges.Length && other._ranges[at].Last < first)
            {
                at++;
            }

            // A range there may reach into the next one here: it stays the current one.
            long from = first;
            for (int i = at; i < other._ranges.Length && other._ranges[i].First <= last; i++)
            {
                if (other._ranges[i].First > from)
                {
                    left.Add(((uint)from, other._ranges[i].First - 1));
                }

                from = (long)other._ranges[i].Last + 1;
            }

            if (from <= last)
            {
                left.Add(((uint)from, last));
            }
        }

        return new UidSet(left.ToArray());
    }

    public IEnumerator<uint> GetEnumerator()
    {
        foreach ((uint first, uint last) in _ranges)
        {
            for (uint uid = first; ; uid++)
            {
                yield return uid;
                if (uid == last)
                {
                    break;
                }
            }
        }
    }

    /// <summary>As a sequence-set: <c>1:3,7</c>.</summary>
    public override string ToString()
    {
        if (IsKeptByServer)
        {
            return "$";
        }

        var text = new StringBuilder();
        foreach ((uint first, uint last) in _ranges)
        {
            if (text.Length > 0)
            {
                text.Append(',');
            }

            text.Append(first.ToString(CultureInfo.InvariantCulture));
            if (last != first)
            {
                text.Append(':').Append(last.ToString(CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // RFC 9051 §9 uid-set; also what servers send that is none: empty, in any order, doubled.
    internal static bool TryParse(ReadOnlySpan<byte> text, out UidSet set)
    {
        set = Empty;
        if (text.IsEmpty)
        {
            return true;
        }

        if (!Grammar.SequenceSet.TryParse(text, out Grammar.SequenceSet read))
        {
            return false;
        }

        var ranges = new List<(uint First, uint Last)>();
        foreach ((uint first, uint last) in read.Ranges)
        {
            if (first == Grammar.SequenceSet.Largest || last == Grammar.SequenceSet.Largest)
            {
                return false;
            }

            ranges.Add((Math.Min(first, last), Math.Max(first, last)));
        }

        set = Merge(ranges);
        return true;
    }

    private static UidSet Merge(List<(uint First, uint Last)> ranges)
    {
        if (ranges.Count == 0)
        {
            return Empty;
        }

        ranges.Sort();
        int kept = 0;
        for (int i = 1; i < ranges.Count; i++)
        {
            if (ranges[i].First <= (long)ranges[kept].Last + 1)
            {
                ranges[kept] = (ranges[kept].First, Math.Max(ranges[kept].Last, ranges[i].Last));
            }
            else
            {
                ranges[++kept] = ranges[i];
            }
        }

        ranges.RemoveRange(kept + 1, ranges.Count - kept - 1);
        return new UidSet(ranges.ToArray());
    }

    internal static UidSet FromRanges((uint First, uint Last)[] ranges) => new(ranges);
}
