using System;

namespace OutlookMail.Store;

/// <summary>A message's octets, packed: small ones in memory, larger ones in their file already.</summary>
public sealed class PackedMessage
{
    internal PackedMessage(byte[] sha256, long size, byte[]? octets)
    {
        Sha256 = sha256;
        Size = size;
        Octets = octets;
    }

    public byte[] Sha256 { get; }

    /// <summary>Octets before packing.</summary>
    public long Size { get; }

    /// <summary>Octets that are held in memory for it.</summary>
    public int Held => Octets?.Length ?? 0;

    /// <summary>Null: it stands in a file named by its hash.</summary>
    internal byte[]? Octets { get; }
}
