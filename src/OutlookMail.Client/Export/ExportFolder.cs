using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>A mail folder in an export: its place, and the messages of it that are there.</summary>
internal sealed class ExportFolder
{
    private readonly Dictionary<uint, HashSet<uint>> removed = new();
    private readonly Dictionary<uint, List<uint>> added = new();

    public ExportFolder(string name, string path)
    {
        Name = name;
        Path = path;
    }

    public string Name { get; }

    /// <summary>From the export's root, with / between levels.</summary>
    public string Path { get; }

    /// <summary>The folder had other UIDs before: messages of then may be there under them.</summary>
    public bool IsRenumbered { get; private set; }

    /// <summary>The folder's UIDVALIDITY as it is now.</summary>
    public void Expect(uint uidValidity) => IsRenumbered = added.Keys.Any(other => other != uidValidity);

    public void Add(uint uidValidity, uint uid)
    {
        if (!added.TryGetValue(uidValidity, out var uids))
        {
            added.Add(uidValidity, uids = new List<uint>());
        }

        uids.Add(uid);
        if (removed.TryGetValue(uidValidity, out var gone))
        {
            gone.Remove(uid);
        }
    }

    public void Remove(uint uidValidity, uint uid)
    {
        if (!removed.TryGetValue(uidValidity, out var gone))
        {
            removed.Add(uidValidity, gone = new HashSet<uint>());
        }

        gone.Add(uid);
    }

    /// <summary>The UIDs that the export has.</summary>
    public UidSet Uids(uint uidValidity)
    {
        if (!added.TryGetValue(uidValidity, out var uids))
        {
            return UidSet.Empty;
        }

        return removed.TryGetValue(uidValidity, out var gone) && gone.Count > 0 ? UidSet.Of(uids.Where(uid => !gone.Contains(uid))) : UidSet.Of(uids);
    }
}
