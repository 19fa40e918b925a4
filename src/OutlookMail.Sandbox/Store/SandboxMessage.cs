using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox.Store;

/// <summary>A message in a folder: its original bytes, and what IMAP says about it.</summary>
public sealed class SandboxMessage
{
    private IReadOnlyList<string> keywords = [];

    internal SandboxMessage(uint uid, MessageOctets octets, SandboxFlags flags, DateTimeOffset internalDate)
    {
        Uid = uid;
        Octets = octets;
        Flags = flags;
        InternalDate = internalDate;
    }

    public uint Uid { get; }

    /// <summary>The message as it was delivered, with CRLF line ends. In a large store each call may read it from a file.</summary>
    public ReadOnlyMemory<byte> Bytes => Octets.Value;

    public int Length => Octets.Length;

    internal MessageOctets Octets { get; }

    public SandboxFlags Flags { get; internal set; }

    /// <summary>What stays the same when a message is moved or copied (RFC 8474 §5.1).</summary>
    internal string ObjectId => "M" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Bytes.Span).AsSpan(0, 10));

    /// <summary>Keywords beside the system flags: only the standard IMAP profile has any.</summary>
    public IReadOnlyList<string> Keywords
    {
        get => keywords;
        internal set => keywords = value;
    }

    public DateTimeOffset InternalDate { get; }

    /// <summary>Grows with every change in the folder (RFC 7162's mod-sequence); sessions find by it what to report.</summary>
    internal long ModSeq { get; set; }

    internal bool IsExpunged { get; set; }

    /// <summary>ENVELOPE and BODYSTRUCTURE as IMAP writes them, made once at the first request.</summary>
    internal byte[]? EnvelopeText { get; set; }

    internal byte[]? BodyStructureText { get; set; }

    internal byte[]? BodyText { get; set; }
}
