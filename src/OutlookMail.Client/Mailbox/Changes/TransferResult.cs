using System;
using System.Collections.Generic;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What became of each message.</summary>
internal sealed class TransferResult
{
    public HashSet<uint> Done { get; } = new();

    /// <summary>Were not there any more.</summary>
    public HashSet<uint> Missing { get; } = new();

    public Dictionary<uint, OutlookMailException> Refused { get; } = new();

    /// <summary>Old UID → new UIDVALIDITY and UID, where the server told.</summary>
    public Dictionary<uint, (uint UidValidity, uint Uid)> Places { get; } = new();

    /// <summary>The originals only carry \Deleted: the server has no way to remove these alone.</summary>
    public bool OriginalsLeftMarked { get; set; }

    /// <summary>What ended the connection in the middle.</summary>
    public Exception? Break { get; set; }

    public void Take(UidSet uids, CopyResult copied)
    {
        Done.UnionWith(uids);
        OriginalsLeftMarked |= copied.OriginalsLeftMarked;
        foreach (var place in copied.Uids)
        {
            Places[place.Key] = (copied.UidValidity, place.Value);
        }
    }
}
