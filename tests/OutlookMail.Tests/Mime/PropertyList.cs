using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace OutlookMail.Tests.Mime;

/// <summary>MAPI properties as attMsgProps and attAttachment hold them (MS-OXTNEF §2.1.3.4).</summary>
internal sealed class PropertyList
{
    private readonly List<byte> list = new();
    private int count;

    public PropertyList Int(ushort id, int value) => Add(0x03, id, BitConverter.GetBytes(value));

    public PropertyList Unicode(ushort id, string value) => Variable(0x1F, id, Encoding.Unicode.GetBytes(value + "\0"));

    public PropertyList String8(ushort id, string value) => Variable(0x1E, id, Encoding.Latin1.GetBytes(value + "\0"));

    public PropertyList Binary(ushort id, byte[] value) => Variable(0x102, id, value);

    /// <summary>A named property in front, which readers must step over.</summary>
    public PropertyList Named()
    {
        byte[] name = Encoding.Unicode.GetBytes("odd\0");
        return Add(0x03, 0x8001, new byte[16].Concat(BitConverter.GetBytes(1)).Concat(BitConverter.GetBytes(name.Length)).Concat(name).Concat(BitConverter.GetBytes(7)).ToArray());
    }

    public byte[] ToArray() => BitConverter.GetBytes(count).Concat(list).ToArray();

    private PropertyList Variable(ushort type, ushort id, byte[] value) =>
        Add(type, id, BitConverter.GetBytes(1).Concat(BitConverter.GetBytes(value.Length)).Concat(value).Concat(new byte[(4 - (value.Length % 4)) % 4]).ToArray());

    private PropertyList Add(ushort type, ushort id, byte[] rest)
    {
        list.AddRange(BitConverter.GetBytes(type));
        list.AddRange(BitConverter.GetBytes(id));
        list.AddRange(rest);
        count++;
        return this;
    }
}
