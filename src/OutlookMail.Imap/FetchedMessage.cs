using System;
using System.Collections.Generic;

namespace OutlookMail.Imap;

/// <summary>A summary. What was not asked for, or what the server sent broken, is null.</summary>
public sealed class FetchedMessage
{
    public uint Uid { get; internal set; }

    /// <summary>The message's number at that moment; an EXPUNGE moves it.</summary>
    public uint Sequence { get; internal set; }

    public IReadOnlyList<string> Flags { get; internal set; } = [];

    public Envelope? Envelope { get; internal set; }

    public DateTimeOffset? InternalDate { get; internal set; }

    /// <summary>Octets, as the server claims: on Exchange not to be relied on.</summary>
    public long? Size { get; internal set; }

    public BodyStructure? BodyStructure { get; internal set; }

    public string? EmailId { get; internal set; }

    public string? ThreadId { get; internal set; }

    public string? Preview { get; internal set; }

    /// <summary>0 without CONDSTORE.</summary>
    public ulong ModSeq { get; internal set; }
}
