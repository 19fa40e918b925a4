using System;

namespace OutlookMail.Model;

/// <summary>What a synchronisation did with one mail folder.</summary>
public sealed class OutlookSyncResult
{
    public OutlookSyncResult(string mailbox, string folder)
    {
        Mailbox = mailbox;
        Folder = folder;
    }

    public string Mailbox { get; }

    public string Folder { get; }

    /// <summary>Messages of this folder that the archive holds now.</summary>
    public int Messages { get; set; }

    public int Added { get; set; }

    /// <summary>Messages that are no longer in the folder on the server.</summary>
    public int Removed { get; set; }

    /// <summary>Messages whose flags became other ones.</summary>
    public int Changed { get; set; }

    /// <summary>Messages that could not be taken over; each is an error of its own, and the next run tries them again.</summary>
    public int Failed { get; set; }

    /// <summary>Octets of the messages that were added.</summary>
    public long Bytes { get; set; }

    /// <summary>How changes were found: Unchanged (the server's counters said so), QResync, CondStore, or Flags (every message's flags were compared).</summary>
    public string Method { get; set; } = "Unchanged";

    public TimeSpan Duration { get; set; }

    public override string ToString() => $"{Folder}: {Added} added, {Removed} removed, {Changed} changed";
}
