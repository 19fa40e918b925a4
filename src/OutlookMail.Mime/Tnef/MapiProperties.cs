using System;
using System.Buffers.Binary;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Walks a MAPI property list as TNEF writes it (MS-OXTNEF §2.1.3.4). Ends at the first contradiction.</summary>
internal ref struct MapiProperties
{
    // MS-OXPROPS
    public const ushort MessageClass = 0x001A;
    public const ushort Subject = 0x0037;
    public const ushort Body = 0x1000;
    public const ushort RtfCompressed = 0x1009;
    public const ushort BodyHtml = 0x1013;
    public const ushort DisplayName = 0x3001;
    public const ushort AttachData = 0x3701;
    public const ushort AttachFileName = 0x3704;
    public const ushort AttachMethod = 0x3705;
    public const ushort AttachLongFileName = 0x3707;
    public const ushort AttachMimeTag = 0x370E;
    public const ushort AttachContentId = 0x3712;
    public const ushort InternetCodePage = 0x3FDE;

    private const ushort MultiValued = 0x1000;
    private const ushort Object = 0x0D;
    private const ushort String8 = 0x1E;
    private const ushort Unicode = 0x1F;
    private const ushort Binary = 0x102;

    private ReadOnlySpan<byte> rest;
    private uint remaining;
    private ushort type;

    public MapiProperties(ReadOnlySpan<byte> list)
    {
        rest = list;
        remaining = 0;
        type = 0;
        Id = 0;
        Value = default;
        remaining = TakeUInt32(out uint count) ? count : 0;
    }

    public ushort Id { get; private set; }

    /// <summary>The first value's octets.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly bool IsText => type is String8 or Unicode;

    public readonly int Number => Value.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(Value) : Value.Length >= 2 ? BinaryPrimitives.ReadInt16LittleEndian(Value) : 0;

    /// <summary>Null when the value is no text, or an empty one.</summary>
    public readonly string? Text(Encoding charset)
    {
        string? text = type switch
        {
            String8 => charset.Text(Value),
            Unicode => Encoding.Unicode.Text(Value.Slice(0, Value.Length & ~1)),
            _ => null,
        };
        text = text?.TrimEnd('\0');
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public bool MoveNext()
    {
        if (remaining == 0 || rest.Length < 4)
        {
            return false;
        }

        remaining--;
        type = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        Id = BinaryPrimitives.ReadUInt16LittleEndian(rest.Slice(2));
        rest = rest.Slice(4);
        if (Id >= 0x8000 && !SkipName())
        {
            return false;
        }

        bool isMulti = (type & MultiValued) != 0;
        type = (ushort)(type & ~MultiValued);
        bool isVariable = type is Object or String8 or Unicode or Binary;
        uint count = 1;
        if ((isMulti || isVariable) && !TakeUInt32(out count))
        {
            return false;
        }

        Value = default;
        for (uint i = 0; i < count; i++)
        {
            if (!TakeValue(isVariable, out ReadOnlySpan<byte> value))
            {
                return false;
            }

            Value = i == 0 ? value : Value;
        }

        return true;
    }

    private bool TakeValue(bool isVariable, out ReadOnlySpan<byte> value)
    {
        uint length;
        if (isVariable)
        {
            if (!TakeUInt32(out length))
            {
                value = default;
                return false;
            }
        }
        else
        {
            length = FixedLength(type);
        }

        value = default;
        if (length == 0 && !isVariable)
        {
            return false;
        }

        if (length > rest.Length)
        {
            return false;
        }

        value = rest.Slice(0, (int)length);
        Skip((int)length);
        return true;
    }

    private static uint FixedLength(ushort type) => type switch
    {
        0x02 or 0x0B => 2,
        0x03 or 0x04 or 0x0A => 4,
        0x05 or 0x06 or 0x07 or 0x14 or 0x40 => 8,
        0x48 => 16,
        _ => 0,
    };

    /// <summary>A named property: a set's id, then a number or a name.</summary>
    private bool SkipName()
    {
        if (rest.Length < 24)
        {
            return false;
        }

        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(rest.Slice(16));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest.Slice(20));
        rest = rest.Slice(24);
        if (kind == 0)
        {
            return true;
        }

        if (length > rest.Length)
        {
            return false;
        }

        Skip((int)length);
        return true;
    }

    private bool TakeUInt32(out uint value)
    {
        if (rest.Length < 4)
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest.Slice(4);
        return true;
    }

    /// <summary>Values fill up to four octets.</summary>
    private void Skip(int length) => rest = rest.Slice(Math.Min((length + 3) & ~3, rest.Length));
}
