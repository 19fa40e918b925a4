using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>What all parts of one message share: its octets, their owner, and the defects met so far.</summary>
internal sealed class MessageContext : IDisposable
{
    private readonly object gate = new();
    private IDisposable? owner;
    private List<MimeDefect>? defects;
    private PartNode[]? nodes;

    public MessageContext(ReadOnlyMemory<byte> bytes, IDisposable? owner, int depth)
    {
        Bytes = bytes;
        this.owner = owner;
        Depth = depth;
    }

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public ReadOnlyMemory<byte> Slice(int start, int end) => Bytes.Slice(start, end - start);

    /// <summary>How many messages this one was unpacked from; counts towards <see cref="MimeLimits.MaxDepth"/>.</summary>
    public int Depth { get; }

    /// <summary>Where the parts lie; found on first use.</summary>
    public PartNode[] Nodes => nodes ??= StructureScanner.Scan(this);

    public void Report(long where, string what, string rule)
    {
        lock (gate)
        {
            defects ??= new List<MimeDefect>();
            // A part that is decoded twice meets the same defect twice.
            if (defects.Count < MimeLimits.MaxDefects && !defects.Exists(d => d.Where == where && d.What == what))
            {
                defects.Add(new MimeDefect(where, what, rule));
            }
        }
    }

    public IReadOnlyList<MimeDefect> Snapshot()
    {
        lock (gate)
        {
            return defects == null ? Array.Empty<MimeDefect>() : defects.ToArray();
        }
    }

    public void Dispose()
    {
        if (owner != null)
        {
            Bytes = default;
            owner.Dispose();
            owner = null;
        }
    }
}
