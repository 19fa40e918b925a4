using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Text as encoded words in UTF-8 (RFC 2047), each whole characters and at most 75 long.</summary>
internal static class EncodedWordWriter
{
    // RFC 2047 §2: 75 with the frame =?utf-8?B?...?= of 12.
    private const int MaxWord = 75;
    private const int Frame = 12;

    /// <summary>Not ASCII, or ASCII that would be read as something else: an encoded word, or blanks at its ends.</summary>
    public static bool MustEncode(string text)
    {
        if (text.Length > 0 && (text[0] is ' ' or '\t' || text[text.Length - 1] is ' ' or '\t'))
        {
            return true;
        }

        return !Ascii.IsAscii(text) || text.IndexOf("=?", StringComparison.Ordinal) >= 0 || text.IndexOf('\t') >= 0;
    }

    /// <param name="firstRoom">Characters left on the line that the first word shares.</param>
    public static IEnumerable<string> Encode(string text, int firstRoom)
    {
        bool useQ = QLength(text) <= Base64Length(Encoding.UTF8.GetByteCount(text));
        int room = Math.Min(MaxWord, Math.Max(firstRoom - 1, Frame + 16)) - Frame;
        int start = 0;
        int octets = 0;
        int encoded = 0;
        List<string> words = new();
        for (int i = 0; i < text.Length;)
        {
            int length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            string character = text.Substring(i, length);
            int moreOctets = Encoding.UTF8.GetByteCount(character);
            int moreEncoded = useQ ? QLength(character) : 0;
            bool fits = useQ ? encoded + moreEncoded <= room : Base64Length(octets + moreOctets) <= room;
            if (!fits)
            {
                words.Add(Word(text.Substring(start, i - start), useQ));
                start = i;
                octets = encoded = 0;
                room = MaxWord - Frame;
            }

            octets += moreOctets;
            encoded += moreEncoded;
            i += length;
        }

        words.Add(Word(text.Substring(start), useQ));
        return words;
    }

    private static string Word(string text, bool useQ) =>
        useQ ? "=?utf-8?Q?" + Q(text) + "?=" : "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "?=";

    private static int Base64Length(int octets) => (octets + 2) / 3 * 4;

    private static int QLength(string text)
    {
        int length = 0;
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            length += IsPlain(octet) || octet == (byte)' ' ? 1 : 3;
        }

        return length;
    }

    private static string Q(string text)
    {
        StringBuilder word = new();
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            if (IsPlain(octet))
            {
                word.Append((char)octet);
            }
            else if (octet == (byte)' ')
            {
                word.Append('_');
            }
            else
            {
                word.Append('=').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
            }
        }

        return word.ToString();
    }

    // RFC 2047 §5 (3): the only characters that may stand for themselves in a phrase too.
    private static bool IsPlain(byte octet) =>
        octet is >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z'
            or (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/';
}
