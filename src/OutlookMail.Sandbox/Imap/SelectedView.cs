using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Imap.Commands;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap;

/// <summary>A selected folder as one session sees it: sequence numbers move only when the client was told.</summary>
internal sealed class SelectedView : IDisposable
{
    private readonly List<Entry> entries = [];
    private readonly uint recentFrom;
    private uint recentBefore;
    private long knownModSeq;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="isStandard">Keywords and \Recent are kept, which Exchange does not.</param>
    public SelectedView(SandboxFolder folder, bool isReadOnly, bool isStandard)
    {
        Folder = folder;
        IsReadOnly = isReadOnly;
        TakesKeywords = isStandard;
        Saved = isStandard ? [] : null;
        knownModSeq = folder.HighestModSeq;
        recentFrom = isStandard ? folder.TakeRecent(isReadOnly) : uint.MaxValue;
        recentBefore = folder.UidNext;
        foreach (SandboxMessage message in folder.Messages)
        {
            entries.Add(new Entry(message, message.ModSeq));
            Keywords.UnionWith(message.Keywords);
        }

        RecentCount = entries.Count(e => IsRecent(e.Message));
        folder.Changed += OnChanged;
    }

    private record struct Entry(SandboxMessage Message, long KnownModSeq);

    public SandboxFolder Folder { get; }

    public bool IsReadOnly { get; }

    /// <summary>Whether the folder takes keywords of any name.</summary>
    public bool TakesKeywords { get; }

    /// <summary>Keywords that the client was told of.</summary>
    public SortedSet<string> Keywords { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>UIDs that the last SEARCH with SAVE found (RFC 5182); null where there is no such thing.</summary>
    public HashSet<uint>? Saved { get; set; }

    /// <summary>How many messages the client was told to be recent.</summary>
    public int RecentCount { get; private set; }

    public int Count => entries.Count;

    /// <summary>RFC 3501 §2.3.2: this session is the first that was told of the message.</summary>
    public bool IsRecent(SandboxMessage message) => TakesKeywords && message.Uid >= recentFrom && message.Uid < recentBefore;

    /// <summary>By index; the sequence number is one more.</summary>
    public SandboxMessage this[int index] => entries[index].Message;

    /// <summary>Completes at the folder's next change.</summary>
    public Task Changed => changed.Task;

    /// <summary>The indexes that a set of sequence numbers or UIDs means, ascending.</summary>
    /// <exception cref="ImapCommandException">A sequence number that no message has (RFC 9051 §9: "*" in an empty folder too).</exception>
    public List<int> Resolve(SequenceSet set, bool isUid)
    {
        var indexes = new List<int>();
        foreach ((uint first, uint last) in set.Ranges)
        {
            uint largest = isUid ? (entries.Count == 0 ? 0 : entries[^1].Message.Uid) : (uint)entries.Count;
            uint a = first == SequenceSet.Largest ? largest : first;
            uint b = last == SequenceSet.Largest ? largest : last;
            (uint low, uint high) = (Math.Min(a, b), Math.Max(a, b));
            if (!isUid && (low == 0 || high > largest))
            {
                throw new ImapCommandException("BAD", "The specified message set is invalid.");
            }

            int from = isUid ? IndexOfUid(low) : (int)low - 1;
            for (int i = from; i < entries.Count && (isUid ? entries[i].Message.Uid : (uint)i + 1) <= high; i++)
            {
                indexes.Add(i);
            }
        }

        // Ranges may overlap and come in any order; one range is what most commands have.
        return set.Ranges.Count == 1 ? indexes : [.. indexes.Distinct().Order()];
    }

    /// <summary>Marks the message's present flags as told, for STORE .SILENT and for a FETCH that shows them.</summary>
    public void MarkTold(int index) => entries[index] = entries[index] with { KnownModSeq = entries[index].Message.ModSeq };

    /// <summary>Writes what has changed since the last report: EXPUNGE, flags, EXISTS.</summary>
    public void Report(ImapEncoder output, bool withExpunges, bool withModSeq = false, bool asVanished = false)
    {
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        long now = Folder.HighestModSeq;
        if (now == knownModSeq)
        {
            return;
        }

        bool isBehind = false;
        var vanished = new List<uint>();
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            SandboxMessage message = entries[i].Message;
            if (message.IsExpunged)
            {
                if (!withExpunges)
                {
                    isBehind = true;
                    continue;
                }

                // From the end, so that the numbers before it still hold.
                if (asVanished)
                {
                    vanished.Insert(0, message.Uid);
                }
                else
                {
                    output.Raw("* "u8).Number(i + 1).Raw(" EXPUNGE\r\n"u8);
                }

                entries.RemoveAt(i);
            }
            else if (message.ModSeq > entries[i].KnownModSeq)
            {
                output.Raw("* "u8).Number(i + 1).Raw(" FETCH (FLAGS "u8);
                FlagText.Write(output, message, IsRecent(message));
                if (withModSeq)
                {
                    output.Raw(" UID "u8).Number(message.Uid).Raw(" MODSEQ ("u8).Number(message.ModSeq).Raw(")"u8);
                }

                output.Raw(")\r\n"u8);
                MarkTold(i);
            }
        }

        if (vanished.Count > 0)
        {
            output.Raw("* VANISHED "u8).Raw(NumberRanges.Join(vanished)).EndLine();
        }

        uint lastUid = entries.Count == 0 ? 0 : entries[^1].Message.Uid;
        int before = entries.Count;
        foreach (SandboxMessage message in Folder.Messages)
        {
            if (message.Uid > lastUid)
            {
                entries.Add(new Entry(message, message.ModSeq));
            }
        }

        if (entries.Count != before)
        {
            output.Raw("* "u8).Number(entries.Count).Raw(" EXISTS\r\n"u8);
        }

        ReportRecent(output);

        if (!isBehind)
        {
            knownModSeq = now;
        }
    }

    public void Dispose()
    {
        Folder.Changed -= OnChanged;
        changed.TrySetResult();
    }

    private void ReportRecent(ImapEncoder output)
    {
        if (!TakesKeywords)
        {
            return;
        }

        // What came meanwhile is this session's, unless another took it first.
        if (Folder.TakeRecent(IsReadOnly) <= recentBefore)
        {
            recentBefore = Folder.UidNext;
        }

        int recent = entries.Count(e => IsRecent(e.Message));
        if (recent != RecentCount)
        {
            output.Raw("* "u8).Number(recent).Raw(" RECENT\r\n"u8);
            RecentCount = recent;
        }
    }

    private void OnChanged() => Volatile.Read(ref changed).TrySetResult();

    // The first index whose UID is not below.
    private int IndexOfUid(uint uid)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (entries[middle].Message.Uid < uid)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
