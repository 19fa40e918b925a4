using System;
#if !NETSTANDARD2_0
using System.Buffers;
#endif

namespace OutlookMail.Mime;

/// <summary>A fixed set of octets to search for: SearchValues where there is one, a table where there is not.</summary>
internal sealed class ByteSet
{
#if NETSTANDARD2_0
    private readonly bool[] members = new bool[256];

    public ByteSet(ReadOnlySpan<byte> values)
    {
        foreach (byte value in values)
        {
            members[value] = true;
        }
    }

    public bool Contains(byte value) => members[value];

    public int IndexIn(ReadOnlySpan<byte> span)
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (members[span[i]])
            {
                return i;
            }
        }

        return -1;
    }

    public int IndexOutside(ReadOnlySpan<byte> span)
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (!members[span[i]])
            {
                return i;
            }
        }

        return -1;
    }
#else
    private readonly SearchValues<byte> members;

    public ByteSet(ReadOnlySpan<byte> values) => members = SearchValues.Create(values);

    public bool Contains(byte value) => members.Contains(value);

    public int IndexIn(ReadOnlySpan<byte> span) => span.IndexOfAny(members);

    public int IndexOutside(ReadOnlySpan<byte> span) => span.IndexOfAnyExcept(members);
#endif
}
