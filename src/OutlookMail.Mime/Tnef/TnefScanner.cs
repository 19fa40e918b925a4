using System;
using System.Buffers.Binary;

namespace OutlookMail.Mime;

/// <summary>Walks the attributes of a TNEF stream (MS-OXTNEF §2.1.3).</summary>
internal ref struct TnefScanner
{
    private const uint Signature = 0x223E9F78;
    private const int HeaderLength = 6;
    private const int AttributeHead = 9;

    private ReadOnlySpan<byte> rest;

    public TnefScanner(ReadOnlySpan<byte> bytes)
    {
        IsTnef = bytes.Length >= HeaderLength && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Signature;
        rest = IsTnef ? bytes.Slice(HeaderLength) : default;
        IsWhole = IsTnef;
        Tag = 0;
        Value = default;
    }

    public bool IsTnef { get; }

    public bool IsWhole { get; private set; }

    public ushort Tag { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        if (rest.Length < AttributeHead)
        {
            // Trailing zeros of transport padding are no attribute.
            IsWhole &= rest.IndexOfAny((byte)1, (byte)2) < 0;
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Slice(5));
        if (rest[0] is not (1 or 2) || length > rest.Length - AttributeHead - 2)
        {
            IsWhole = false;
            return false;
        }

        Tag = BinaryPrimitives.ReadUInt16LittleEndian(rest.Slice(1));
        Value = rest.Slice(AttributeHead, (int)length);
        ushort checksum = 0;
        foreach (byte value in Value)
        {
            checksum += value;
        }

        IsWhole &= checksum == BinaryPrimitives.ReadUInt16LittleEndian(rest.Slice(AttributeHead + (int)length));
        rest = rest.Slice(AttributeHead + (int)length + 2);
        return true;
    }
}
