using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap;

/// <summary>A selected folder as one session sees it: sequence numbers move only when the client was told.</summary>
internal sealed class SelectedView : IDisposable
{
    private readonly List<Entry> entries = [];
    private long knownModSeq;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SelectedView(SandboxFolder folder, bool isReadOnly)
    {
        Folder = folder;
        IsReadOnly = isReadOnly;
        knownModSeq = folder.HighestModSeq;
        foreach (SandboxMessage message in folder.Messages)
        {
            entries.Add(new Entry(message, message.ModSeq));
        }

        folder.Changed += OnChanged;
    }

    private record struct Entry(SandboxMessage Message, long KnownModSeq);

    public SandboxFolder Folder { get; }

    public bool IsReadOnly { get; }

    public int Count => entries.Count;

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
    public void Report(ImapEncoder output, bool withExpunges, bool withModSeq = false)
    {
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        long now = Folder.HighestModSeq;
        if (now == knownModSeq)
        {
            return;
        }

        bool isBehind = false;
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
                output.Raw("* "u8).Number(i + 1).Raw(" EXPUNGE\r\n"u8);
                entries.RemoveAt(i);
            }
            else if (message.ModSeq > entries[i].KnownModSeq)
            {
                output.Raw("* "u8).Number(i + 1).Raw(" FETCH (FLAGS "u8);
                FlagText.Write(output, message);
                if (withModSeq)
                {
                    output.Raw(" UID "u8).Number(message.Uid).Raw(" MODSEQ ("u8).Number(message.ModSeq).Raw(")"u8);
                }

                output.Raw(")\r\n"u8);
                MarkTold(i);
            }
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
