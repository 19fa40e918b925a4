using System;
using System.Collections.Generic;
using System.Globalization;

namespace OutlookMail.Mime;

/// <summary>Puts the pieces of RFC 2231 parameters together: name*0, name*1*, name*.</summary>
internal sealed class ParameterCollector
{
    // RFC 2231 §3 sets no bound; a name cut into more pieces than this is an attack.
    private const int MaxSection = 999;

    private readonly List<KeyValuePair<string, string>> plain = new();
    private Dictionary<string, SortedDictionary<int, Piece>>? sections;

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isQuoted)
    {
        string key = HeaderText.Unfold(Charsets.Latin1.Text(name)).ToLowerInvariant();
        int star = key.IndexOf('*');
        if (star <= 0)
        {
            if (key.Length > 0 && !Has(key))
            {
                plain.Add(new KeyValuePair<string, string>(key, Decode(value, isQuoted)));
            }

            return;
        }

        bool isExtended = key[key.Length - 1] == '*';
        string number = key.Substring(star + 1).TrimEnd('*');
        int section = 0;
        if (number.Length > 0 && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out section))
        {
            return;
        }

        if (section > MaxSection)
        {
            return;
        }

        sections ??= new Dictionary<string, SortedDictionary<int, Piece>>(StringComparer.Ordinal);
        string stem = key.Substring(0, star);
        if (!sections.TryGetValue(stem, out SortedDictionary<int, Piece>? pieces))
        {
            sections[stem] = pieces = new SortedDictionary<int, Piece>();
        }

        if (!pieces.ContainsKey(section))
        {
            pieces.Add(section, new Piece(value.ToArray(), isExtended, isQuoted));
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> ToList()
    {
        if (sections == null)
        {
            return plain.Count == 0 ? Array.Empty<KeyValuePair<string, string>>() : plain;
        }

        foreach (KeyValuePair<string, SortedDictionary<int, Piece>> name in sections)
        {
            // RFC 2231 §4: the extended form is the better one when both are there (RFC 6266 §4.3 says so for names).
            string value = Join(name.Value.Values);
            plain.RemoveAll(p => p.Key == name.Key);
            plain.Add(new KeyValuePair<string, string>(name.Key, value));
        }

        return plain;
    }

    private bool Has(string key) => plain.Exists(p => p.Key == key);

    private static string Decode(ReadOnlySpan<byte> value, bool isQuoted)
    {
        string text = HeaderText.ToText(value);
        if (isQuoted)
        {
            text = QuotedText.Unescape(text);
        }

        // Encoded words are not allowed in parameters (RFC 2047 §5), and common there.
        return HeaderText.Decode(text);
    }

    private static string Join(IEnumerable<Piece> pieces)
    {
        string? charset = null;
        List<byte> octets = new();
        bool isFirst = true;
        foreach (Piece piece in pieces)
        {
            ReadOnlySpan<byte> value = piece.Value;
            if (piece.IsExtended)
            {
                if (isFirst)
                {
                    charset = TakeCharset(ref value);
                }

                AddPercentDecoded(octets, value);
            }
            else
            {
                octets.AddRange(piece.IsQuoted ? Charsets.Latin1.GetBytes(QuotedText.Unescape(Charsets.Latin1.Text(value))) : piece.Value);
            }

            isFirst = false;
        }

        string text = TextDecoding.Decode(octets.ToArray(), string.IsNullOrEmpty(charset) ? null : charset, out _);
        return HeaderText.Decode(text);
    }

    /// <summary>Takes charset'language' from the front (RFC 2231 §4); a value without it keeps what it has.</summary>
    private static string? TakeCharset(ref ReadOnlySpan<byte> value)
    {
        int first = value.IndexOf((byte)'\'');
        if (first < 0)
        {
            return null;
        }

        int second = value.Slice(first + 1).IndexOf((byte)'\'');
        if (second < 0)
        {
            return null;
        }

        string charset = Charsets.Latin1.Text(value.Slice(0, first));
        value = value.Slice(first + second + 2);
        return charset;
    }

    private static void AddPercentDecoded(List<byte> octets, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == (byte)'%' && i + 2 < value.Length && Ascii.HexValue(value[i + 1]) >= 0 && Ascii.HexValue(value[i + 2]) >= 0)
            {
                octets.Add((byte)((Ascii.HexValue(value[i + 1]) << 4) | Ascii.HexValue(value[i + 2])));
                i += 2;
            }
            else
            {
                octets.Add(value[i]);
            }
        }
    }

    private readonly struct Piece
    {
        public Piece(byte[] value, bool isExtended, bool isQuoted)
        {
            Value = value;
            IsExtended = isExtended;
            IsQuoted = isQuoted;
        }

        public byte[] Value { get; }

        public bool IsExtended { get; }

        public bool IsQuoted { get; }
    }
}
