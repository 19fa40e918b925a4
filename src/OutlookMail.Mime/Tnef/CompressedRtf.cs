using System;
using System.Buffers.Binary;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Outlook's compressed RTF (MS-OXRTFCP §2).</summary>
internal static class CompressedRtf
{
    private const int HeaderLength = 16;
    private const int DictionarySize = 4096;
    private const uint Compressed = 0x75465A4C;
    private const uint Uncompressed = 0x414C454D;

    // MS-OXRTFCP §2.1.3.1.1: what the dictionary holds at first.
    private const string Preloaded =
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

    /// <summary>Null when it is neither form. Damaged data gives what came before the damage.</summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            return null;
        }

        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(8));
        uint rawSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(4));
        ReadOnlySpan<byte> body = bytes.Slice(HeaderLength);
        if (kind == Uncompressed)
        {
            return body.Slice(0, (int)Math.Min(rawSize, (uint)body.Length)).ToArray();
        }

        return kind == Compressed ? Expand(body, rawSize) : null;
    }

    private static byte[] Expand(ReadOnlySpan<byte> body, uint rawSize)
    {
        // A reference of two octets gives at most 17: the declared size is not believed beyond that.
        byte[] result = new byte[(int)Math.Min(rawSize, Math.Min((long)body.Length * 9, MimeLimits.MaxMessageLength))];
        byte[] dictionary = new byte[DictionarySize];
        int write = Encoding.ASCII.GetBytes(Preloaded, 0, Preloaded.Length, dictionary, 0);
        int length = 0;
        int at = 0;
        while (at < body.Length)
        {
            byte control = body[at++];
            for (int bit = 0; bit < 8 && at < body.Length; bit++)
            {
                if ((control & (1 << bit)) == 0)
                {
                    if (!Put(body[at++]))
                    {
                        return result;
                    }

                    continue;
                }

                if (at + 1 >= body.Length)
                {
                    return Cut();
                }

                int offset = (body[at] << 4) | (body[at + 1] >> 4);
                int count = (body[at + 1] & 15) + 2;
                at += 2;
                if (offset == write)
                {
                    return Cut();
                }

                for (int i = 0; i < count; i++)
                {
                    if (!Put(dictionary[(offset + i) % DictionarySize]))
                    {
                        return result;
                    }
                }
            }
        }

        return Cut();

        bool Put(byte value)
        {
            if (length == result.Length)
            {
                return false;
            }

            result[length++] = value;
            dictionary[write] = value;
            write = (write + 1) % DictionarySize;
            return true;
        }

        byte[] Cut()
        {
            Array.Resize(ref result, length);
            return result;
        }
    }
}
