using System;
using System.IO;
using System.Linq;

namespace OutlookMail.Tests.Mime;

/// <summary>A winmail.dat, attribute by attribute (MS-OXTNEF §2.1.3).</summary>
internal sealed class TnefBuilder
{
    private readonly MemoryStream stream = new();

    public TnefBuilder()
    {
        stream.Write(BitConverter.GetBytes(0x223E9F78));
        stream.Write(new byte[2]);
    }

    public TnefBuilder Attribute(byte level, ushort tag, PropertyList value) => Attribute(level, tag, value.ToArray());

    public TnefBuilder Attribute(byte level, ushort tag, byte[] value)
    {
        stream.WriteByte(level);
        stream.Write(BitConverter.GetBytes(tag));
        stream.Write(new byte[2]);
        stream.Write(BitConverter.GetBytes(value.Length));
        stream.Write(value);
        stream.Write(BitConverter.GetBytes((ushort)value.Sum(b => b)));
        return this;
    }

    public byte[] ToArray() => stream.ToArray();
}
