using System;
using System.Runtime.InteropServices;

namespace OutlookMail.Mime;

/// <summary>Questions about octets of text: ASCII only? equal but for case?</summary>
internal static class Ascii
{
    public static bool IsAscii(ReadOnlySpan<byte> bytes)
    {
#if NETSTANDARD2_0
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            if ((word & 0x8080808080808080UL) != 0)
            {
                return false;
            }
        }

        foreach (byte value in bytes.Slice(words.Length * sizeof(ulong)))
        {
            if (value >= 0x80)
            {
                return false;
            }
        }

        return true;
#else
        return System.Text.Ascii.IsValid(bytes);
#endif
    }

    public static bool IsAscii(string text)
    {
        foreach (char c in text)
        {
            if (c >= 0x80)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the octets are this text, ASCII letters compared without case. <paramref name="lower"/> is in lower case.</summary>
    public static bool EqualsLower(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lower)
    {
        if (bytes.Length != lower.Length)
        {
            return false;
        }

        for (int i = 0; i < lower.Length; i++)
        {
            if (ToLower(bytes[i]) != lower[i])
            {
                return false;
            }
        }

        return true;
    }

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length != text.Length)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (ToLower(bytes[i]) != ToLower((byte)text[i]) || text[i] >= 0x80)
            {
                return false;
            }
        }

        return true;
    }

    public static bool StartsWithLower(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lower) =>
        bytes.Length >= lower.Length && EqualsLower(bytes.Slice(0, lower.Length), lower);

    public static byte ToLower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    public static int HexValue(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };
}
