using System;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>UTF-7 for reading (RFC 2152). The framework's own is disabled where .NET is current.</summary>
internal sealed class Utf7Encoding : Encoding
{
    public static Utf7Encoding Instance { get; } = new();

    public override string WebName => "utf-7";

    public override string EncodingName => "Unicode (UTF-7)";

    public override int GetMaxCharCount(int byteCount) => byteCount + 1;

    public override int GetMaxByteCount(int charCount) => throw new NotSupportedException("UTF-7 is only read.");

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException("UTF-7 is only read.");

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        throw new NotSupportedException("UTF-7 is only read.");

    public override int GetCharCount(byte[] bytes, int index, int count) => Decode(bytes.AsSpan(index, count), default);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Decode(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    /// <summary>Counts only, when there is no room to write to.</summary>
    private static int Decode(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        int written = 0;
        bool shifted = false;
        int bits = 0;
        uint pending = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            if (!shifted)
            {
                if (b != (byte)'+')
                {
                    Put(chars, ref written, b < 0x80 ? (char)b : '�');
                }
                else if (i + 1 < bytes.Length && bytes[i + 1] == (byte)'-')
                {
                    Put(chars, ref written, '+');
                    i++;
                }
                else
                {
                    shifted = true;
                    bits = 0;
                    pending = 0;
                }

                continue;
            }

            int value = Base64Alphabet.Value(b);
            if (value < 0)
            {
                // Any other octet ends the shift; the hyphen is swallowed.
                shifted = false;
                if (b != (byte)'-')
                {
                    Put(chars, ref written, b < 0x80 ? (char)b : '�');
                }

                continue;
            }

            pending = (pending << 6) | (uint)value;
            bits += 6;
            if (bits >= 16)
            {
                bits -= 16;
                Put(chars, ref written, (char)(pending >> bits));
                pending &= (1u << bits) - 1;
            }
        }

        return written;
    }

    private static void Put(Span<char> chars, ref int written, char c)
    {
        if (!chars.IsEmpty)
        {
            chars[written] = c;
        }

        written++;
    }
}
