using System;
using System.Text;

namespace OutlookMail.Imap.Grammar;

// RFC 3501 §5.1.3
/// <summary>Mailbox names as IMAP4rev1 writes them: printable ASCII, and base64 of UTF-16 between <c>&amp;</c> and <c>-</c>.</summary>
public static class ModifiedUtf7
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    public static string Encode(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new StringBuilder(name.Length + 8);
        int i = 0;
        while (i < name.Length)
        {
            char c = name[i];
            if (c is >= ' ' and <= '~')
            {
                text.Append(c);
                if (c == '&')
                {
                    text.Append('-');
                }

                i++;
                continue;
            }

            int end = i;
            while (end < name.Length && name[end] is < ' ' or > '~')
            {
                end++;
            }

            EncodeRun(name.AsSpan(i, end - i), text);
            i = end;
        }

        return text.ToString();
    }

    /// <summary>False, with the name as it came, when it is not modified UTF-7: some servers send other things.</summary>
    public static bool TryDecode(string encoded, out string name)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        name = encoded;
        if (encoded.IndexOf('&') < 0)
        {
            return true;
        }

        var text = new StringBuilder(encoded.Length);
        int i = 0;
        while (i < encoded.Length)
        {
            char c = encoded[i++];
            if (c != '&')
            {
                text.Append(c);
                continue;
            }

            int end = encoded.IndexOf('-', i);
            if (end < 0 || !TryDecodeRun(encoded.AsSpan(i, end - i), text))
            {
                return false;
            }

            i = end + 1;
        }

        name = text.ToString();
        return true;
    }

    private static void EncodeRun(ReadOnlySpan<char> run, StringBuilder text)
    {
        text.Append('&');
        int bits = 0;
        int held = 0;
        foreach (char c in run)
        {
            held = (held << 16) | c;
            bits += 16;
            while (bits >= 6)
            {
                bits -= 6;
                text.Append(Alphabet[(held >> bits) & 0x3f]);
            }

            held &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text.Append(Alphabet[(held << (6 - bits)) & 0x3f]);
        }

        text.Append('-');
    }

    private static bool TryDecodeRun(ReadOnlySpan<char> run, StringBuilder text)
    {
        if (run.IsEmpty)
        {
            text.Append('&');
            return true;
        }

        int bits = 0;
        int held = 0;
        foreach (char c in run)
        {
            int value = Alphabet.IndexOf(c);
            if (value < 0)
            {
                return false;
            }

            held = (held << 6) | value;
            bits += 6;
            if (bits >= 16)
            {
                bits -= 16;
                text.Append((char)((held >> bits) & 0xffff));
                held &= (1 << bits) - 1;
            }
        }

        // What is left over is padding: fewer than six bits, all zero.
        return bits < 6 && held == 0;
    }
}
