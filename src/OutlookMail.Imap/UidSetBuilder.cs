using System.Collections.Generic;

namespace OutlookMail.Imap;

/// <summary>A set of UIDs that grows. In ascending order, as servers send them, each costs two comparisons, and neighbours no memory.</summary>
public sealed class UidSetBuilder
{
    private readonly List<(uint First, uint Last)> _ranges = [];

    public bool IsEmpty => _ranges.Count == 0;

    /// <returns>False when it was in the set.</returns>
    public bool Add(uint uid)
    {
        int end = _ranges.Count - 1;
        if (end < 0 || uid > _ranges[end].Last)
        {
            if (end >= 0 && uid - _ranges[end].Last == 1)
            {
                _ranges[end] = (_ranges[end].First, uid);
            }
            else
            {
                _ranges.Add((uid, uid));
            }

            return true;
        }

        int at = IndexBehind(uid);
        if (at > 0 && uid <= _ranges[at - 1].Last)
        {
            return false;
        }

        bool joinsBefore = at > 0 && uid - _ranges[at - 1].Last == 1;
        bool joinsBehind = _ranges[at].First - uid == 1;
        if (joinsBefore && joinsBehind)
        {
            _ranges[at - 1] = (_ranges[at - 1].First, _ranges[at].Last);
            _ranges.RemoveAt(at);
        }
        else if (joinsBefore)
        {
            _ranges[at - 1] = (_ranges[at - 1].First, uid);
        }
        else if (joinsBehind)
        {
            _ranges[at] = (uid, _ranges[at].Last);
        }
        else
        {
            _ranges.Insert(at, (uid, uid));
        }

        return true;
    }

    public UidSet ToSet() => UidSet.FromRanges(_ranges.ToArray());

    /// <summary>The first range that begins behind the UID; one does.</summary>
    private int IndexBehind(uint uid)
    {
        int low = 0;
        int high = _ranges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_ranges[middle].First <= uid)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
