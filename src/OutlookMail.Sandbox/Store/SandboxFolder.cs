using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Sandbox.State;

namespace OutlookMail.Sandbox.Store;

/// <summary>A folder of a mailbox: messages by ascending UID. Safe to use from any thread.</summary>
public sealed class SandboxFolder
{
    private readonly object gate = new();
    private readonly List<SandboxMessage> messages = [];
    private readonly TimeProvider time;
    private readonly MessagePool pool;
    private readonly List<(uint Uid, long ModSeq)> expunged = [];
    private long modSeq = 1;

    // The first UID that no session was told of yet.
    private uint recentFrom = 1;

    // What went before the last start is not known message by message: whoever asks for that is told of every UID that is not there.
    private long expungedKnownFrom;

    internal SandboxFolder(string name, uint uidValidity, TimeProvider time, MessagePool pool)
    {
        this.pool = pool;
        Name = name;
        UidValidity = uidValidity;
        this.time = time;
    }

    /// <summary>Raised after any change, outside the folder's lock.</summary>
    internal event Action? Changed;

    /// <summary>The whole path, with "/" between levels.</summary>
    public string Name { get; internal set; }

    public uint UidValidity { get; internal set; }

    public uint UidNext { get; private set; } = 1;

    /// <summary>What stays the same when the folder is renamed (RFC 8474 §4).</summary>
    internal string ObjectId => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"F{UidValidity:x8}");

    public bool IsSubscribed { get; internal set; } = true;

    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>RFC 7162's HIGHESTMODSEQ: it grows with every change.</summary>
    public long HighestModSeq
    {
        get
        {
            lock (gate)
            {
                return modSeq;
            }
        }
    }

    /// <summary>The messages as they are now, a copy.</summary>
    public IReadOnlyList<SandboxMessage> Messages
    {
        get
        {
            lock (gate)
            {
                return messages.ToArray();
            }
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return messages.Count;
            }
        }
    }

    /// <summary>Adds a message; bare LF line ends become CRLF, everything else stays as it is.</summary>
    /// <param name="received">INTERNALDATE; null is now, by the sandbox's clock.</param>
    public SandboxMessage Append(ReadOnlyMemory<byte> message, SandboxFlags flags = SandboxFlags.None, DateTimeOffset? received = null)
    {
        ReadOnlyMemory<byte> bytes = CrLf.Normalize(message);
        var octets = new MessageOctets(pool, bytes);
        SandboxMessage added;
        lock (gate)
        {
            // INTERNALDATE has whole seconds (RFC 9051 §2.3.3).
            DateTimeOffset date = received ?? time.GetUtcNow();
            date = new DateTimeOffset(date.Ticks - (date.Ticks % TimeSpan.TicksPerSecond), date.Offset);
            added = new SandboxMessage(UidNext++, octets, flags, date) { ModSeq = ++modSeq };
            messages.Add(added);
        }

        Changed?.Invoke();
        return added;
    }

    public SandboxMessage Append(string message, SandboxFlags flags = SandboxFlags.None, DateTimeOffset? received = null) =>
        Append(Encoding.UTF8.GetBytes(message), flags, received);

    internal void SetFlags(SandboxMessage message, SandboxFlags flags, IReadOnlyList<string> keywords)
    {
        lock (gate)
        {
            if (message.Flags == flags && message.Keywords.SequenceEqual(keywords))
            {
                return;
            }

            message.Flags = flags;
            message.Keywords = keywords;
            message.ModSeq = ++modSeq;
        }

        Changed?.Invoke();
    }

    /// <summary>Takes the messages out for good; those already gone are passed over.</summary>
    internal IReadOnlyList<SandboxMessage> Expunge(Func<SandboxMessage, bool> which)
    {
        List<SandboxMessage> gone = [];
        lock (gate)
        {
            messages.RemoveAll(m =>
            {
                if (!which(m))
                {
                    return false;
                }

                m.IsExpunged = true;
                m.ModSeq = modSeq + 1;
                gone.Add(m);
                return true;
            });
            if (gone.Count > 0)
            {
                modSeq++;
                expunged.AddRange(gone.Select(m => (m.Uid, modSeq)));
            }
        }

        if (gone.Count > 0)
        {
            Changed?.Invoke();
        }

        return gone;
    }

    /// <summary>Copies messages, with their flags and INTERNALDATE, to the end of this folder (RFC 9051 §6.4.7).</summary>
    internal IReadOnlyList<SandboxMessage> CopyIn(IEnumerable<SandboxMessage> sources)
    {
        List<SandboxMessage> copies = [];
        lock (gate)
        {
            foreach (SandboxMessage source in sources)
            {
                copies.Add(new SandboxMessage(UidNext++, source.Octets, source.Flags, source.InternalDate)
                {
                    ModSeq = ++modSeq,
                    Keywords = source.Keywords,
                    EnvelopeText = source.EnvelopeText,
                    BodyStructureText = source.BodyStructureText,
                    BodyText = source.BodyText,
                });
            }

            messages.AddRange(copies);
        }

        if (copies.Count > 0)
        {
            Changed?.Invoke();
        }

        return copies;
    }

    /// <summary>The first UID that no session was told of before; the next one to ask gets what comes from now on.</summary>
    /// <param name="isReadOnly">EXAMINE takes nothing away (RFC 9051 §6.3.3).</param>
    internal uint TakeRecent(bool isReadOnly)
    {
        lock (gate)
        {
            uint from = recentFrom;
            recentFrom = isReadOnly ? recentFrom : UidNext;
            return from;
        }
    }

    internal uint RecentFrom
    {
        get
        {
            lock (gate)
            {
                return recentFrom;
            }
        }
    }

    /// <summary>UIDs that were expunged after a mod-sequence, ascending; perhaps some from before too, which RFC 7162 §3.2.6 allows.</summary>
    internal IReadOnlyList<uint> Vanished(long since)
    {
        lock (gate)
        {
            if (since >= expungedKnownFrom)
            {
                return [.. expunged.Where(e => e.ModSeq > since).Select(e => e.Uid).Order()];
            }

            HashSet<uint> there = [.. messages.Select(m => m.Uid)];
            var gone = new List<uint>();
            for (uint uid = 1; uid < UidNext; uid++)
            {
                if (!there.Contains(uid))
                {
                    gone.Add(uid);
                }
            }

            return gone;
        }
    }

    /// <summary>Takes over what was kept; the folder must be empty.</summary>
    internal void Restore(FolderState kept, Func<uint, byte[]> read)
    {
        lock (gate)
        {
            UidValidity = kept.UidValidity;
            UidNext = kept.UidNext;
            IsSubscribed = kept.IsSubscribed;
            modSeq = Math.Max(modSeq, kept.HighestModSeq);
            expungedKnownFrom = modSeq;
            foreach (MessageState message in kept.Messages)
            {
                messages.Add(new SandboxMessage(message.Uid, new MessageOctets(pool, read(message.Uid)), message.Flags, message.InternalDate) { Keywords = message.Keywords, ModSeq = ++modSeq });
            }
        }
    }

    internal FolderState ToState()
    {
        lock (gate)
        {
            return new FolderState(Name, UidValidity, UidNext, IsSubscribed, modSeq,
                [.. messages.Select(m => new MessageState(m.Uid, m.Flags, [.. m.Keywords], m.InternalDate))]);
        }
    }

    public override string ToString() => $"{Name} ({Count})";
}
