using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace OutlookMail.Imap.Grammar;

/// <summary>
/// Writes one command or response. Text is never copied into the line unchecked: what an atom or a quoted string
/// cannot hold becomes a literal, and CR, LF and NUL are refused. Methods chain.
/// </summary>
public sealed class ImapEncoder
{
    /// <summary>RFC 7888 §4: the most that LITERAL- lets a client send unasked.</summary>
    public const int LiteralMinusLimit = 4096;

    /// <summary>Longer quoted strings meet line limits of servers; a literal does not.</summary>
    private const int MaxQuoted = 1000;

    private readonly LiteralStyle _style;
    private readonly bool _utf8;
    private byte[] _octets = new byte[256];
    private int _count;
    private List<int>? _waits;

    /// <param name="style">How the other side takes literals.</param>
    /// <param name="utf8">UTF8=ACCEPT or IMAP4rev2 is on: names and quoted strings may hold UTF-8.</param>
    public ImapEncoder(LiteralStyle style, bool utf8 = false)
    {
        _style = style;
        _utf8 = utf8;
    }

    public ReadOnlyMemory<byte> Written => _octets.AsMemory(0, _count);

    /// <summary>Offsets in <see cref="Written"/> at which a client waits for a continuation before it goes on.</summary>
    public IReadOnlyList<int> Waits => (IReadOnlyList<int>?)_waits ?? [];

    /// <summary>Offset and length of what a trace must not show.</summary>
    public (int Start, int Length)? Secret { get; private set; }

    public LiteralStyle Style => _style;

    public void Clear()
    {
        _count = 0;
        _waits = null;
        Secret = null;
    }

    /// <summary>Protocol words from the program itself: keywords, lists of item names.</summary>
    public ImapEncoder Raw(string ascii)
    {
        Check(ascii);
        _count += Encoding.ASCII.GetBytes(ascii.AsSpan(), Room(ascii.Length));
        return this;
    }

    public ImapEncoder Raw(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Room(octets.Length));
        _count += octets.Length;
        return this;
    }

    public ImapEncoder Space() => Raw(" "u8);

    public ImapEncoder Number(long number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>An atom where the text is one, else a quoted string, else a literal.</summary>
    /// <exception cref="ArgumentException">The text holds CR, LF or NUL.</exception>
    public ImapEncoder AString(string text)
    {
        Check(text);
        return text.Length > 0 && IsAtom(text) && !text.Equals("NIL", StringComparison.OrdinalIgnoreCase) ? Raw(text) : String(text);
    }

    /// <summary>A quoted string, or a literal for what cannot be quoted.</summary>
    /// <exception cref="ArgumentException">The text holds CR, LF or NUL.</exception>
    public ImapEncoder String(string text)
    {
        Check(text);
        bool ascii = IsAscii(text);
        if (text.Length > MaxQuoted || (!ascii && !_utf8))
        {
            return Literal(Encoding.UTF8.GetBytes(text));
        }

        byte[] plain = Encoding.UTF8.GetBytes(text);
        Span<byte> room = Room((2 * plain.Length) + 2);
        int count = 0;
        room[count++] = (byte)'"';
        foreach (byte octet in plain)
        {
            if (octet is (byte)'"' or (byte)'\\')
            {
                room[count++] = (byte)'\\';
            }

            room[count++] = octet;
        }

        room[count++] = (byte)'"';
        _count += count;
        return this;
    }

    public ImapEncoder NString(string? text) => text is null ? Raw("NIL"u8) : String(text);

    /// <summary>A mailbox name, in modified UTF-7 unless UTF-8 is on.</summary>
    public ImapEncoder Mailbox(string name)
    {
        Check(name);
        return name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? Raw("INBOX"u8) : AString(_utf8 ? name : ModifiedUtf7.Encode(name));
    }

    /// <summary>A mailbox name that may hold the wildcards <c>%</c> and <c>*</c>.</summary>
    public ImapEncoder Pattern(string pattern)
    {
        Check(pattern);
        return String(_utf8 ? pattern : ModifiedUtf7.Encode(pattern));
    }

    public ImapEncoder Literal(ReadOnlySpan<byte> octets)
    {
        LiteralHead(octets.Length);
        return Raw(octets);
    }

    /// <summary>Only a literal's marker and line end; its octets are sent by somebody else.</summary>
    public ImapEncoder LiteralHead(long length)
    {
        bool wait = _style == LiteralStyle.Synchronizing || (_style == LiteralStyle.Minus && length > LiteralMinusLimit);
        Raw("{"u8).Number(length).Raw(_style == LiteralStyle.FromServer || wait ? "}\r\n"u8 : "+}\r\n"u8);
        if (wait)
        {
            (_waits ??= []).Add(_count);
        }

        return this;
    }

    /// <exception cref="ArgumentException">It is not a flag or a keyword by RFC 9051.</exception>
    public ImapEncoder Flag(string flag)
    {
        Check(flag);
        string word = flag.StartsWith('\\') ? flag.Substring(1) : flag;
        if (word.Length == 0 || !IsAtom(word) || word.Contains(']'))
        {
            throw new ArgumentException($"'{flag}' is not a flag.", nameof(flag));
        }

        return Raw(flag);
    }

    public ImapEncoder Flags(IEnumerable<string> flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        Raw("("u8);
        bool first = true;
        foreach (string flag in flags)
        {
            if (!first)
            {
                Space();
            }

            first = false;
            Flag(flag);
        }

        return Raw(")"u8);
    }

    // RFC 9051 §9 date: the month's English name whatever the culture.
    public ImapEncoder Date(DateTime date) => Raw(date.ToString("d-MMM-yyyy", CultureInfo.InvariantCulture));

    public ImapEncoder DateTime(DateTimeOffset moment) => Raw("\""u8).Raw(ImapDateTime.Format(moment)).Raw("\""u8);

    /// <summary>Octets that the trace must not show: a SASL response. Base64 is put on here.</summary>
    public ImapEncoder Base64Secret(ReadOnlySpan<byte> secret)
    {
        int start = _count;
        Span<byte> room = Room(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(secret.Length));
        System.Buffers.Text.Base64.EncodeToUtf8(secret, room, out _, out int written);
        _count += written;
        Secret = (start, written);
        return this;
    }

    public ImapEncoder EndLine() => Raw("\r\n"u8);

    private static void Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            throw new ArgumentException("A command cannot hold CR, LF or NUL.", nameof(text));
        }
    }

    private static bool IsAscii(string text)
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

    private static bool IsAtom(string text)
    {
        foreach (char c in text)
        {
            if (c is <= ' ' or >= (char)0x7f or '(' or ')' or '{' or '%' or '*' or '"' or '\\')
            {
                return false;
            }
        }

        return true;
    }

    private Span<byte> Room(int size)
    {
        if (_octets.Length - _count < size)
        {
            Array.Resize(ref _octets, Math.Max(_count + size, 2 * _octets.Length));
        }

        return _octets.AsSpan(_count);
    }
}
