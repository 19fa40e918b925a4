using System;
using System.Collections.Concurrent;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Charset names of mail to encodings, with the habit of reading the superset that senders really used.</summary>
public static class Charsets
{
    // What Windows and browsers do (WHATWG Encoding Standard §4.2): the declared set's superset reads every text of
    // the declared set alike, and the wrongly labelled ones right.
    private static readonly (string Name, int CodePage)[] Supersets =
    {
        ("us-ascii", 1252), ("ascii", 1252), ("ansi_x3.4-1968", 1252), ("ansi_x3.110-1983", 1252), ("iso646-us", 1252), ("646", 1252),
        ("iso-8859-1", 1252), ("iso8859-1", 1252), ("iso_8859-1", 1252), ("latin1", 1252), ("l1", 1252), ("cp1252", 1252), ("ansi", 1252),
        ("iso-8859-9", 1254), ("iso8859-9", 1254), ("latin5", 1254), ("iso-8859-11", 874), ("tis-620", 874),
        ("gb2312", 54936), ("gbk", 54936), ("gb_2312-80", 54936), ("x-gbk", 54936), ("cp936", 54936), ("gb18030", 54936), ("chinese", 54936), ("euc-cn", 54936),
        ("ks_c_5601-1987", 949), ("ks_c_5601", 949), ("ksc5601", 949), ("euc-kr", 949), ("korean", 949), ("cp949", 949), ("uhc", 949), ("ks_c_5601-1989", 949),
        ("shift_jis", 932), ("shift-jis", 932), ("sjis", 932), ("x-sjis", 932), ("ms_kanji", 932), ("cp932", 932), ("windows-31j", 932),
        ("iso-2022-jp", 50221), ("iso-2022-jp-1", 50221), ("iso-2022-jp-2", 50221), ("iso-2022-jp-3", 50221), ("csiso2022jp", 50221), ("cp50220", 50220), ("cp50221", 50221),
        ("big5", 950), ("big5-hkscs", 950), ("cp950", 950), ("x-x-big5", 950),
        ("euc-jp", 51932), ("eucjp", 51932), ("x-euc-jp", 51932), ("iso-2022-kr", 50225), ("hz-gb-2312", 52936),
        ("koi8-r", 20866), ("koi8-u", 21866), ("koi", 20866), ("macintosh", 10000), ("x-mac-roman", 10000),
        ("utf8", 65001), ("utf-8", 65001), ("unicode-1-1-utf-8", 65001), ("utf-8mb4", 65001), ("utf-16", 1200), ("utf-16le", 1200), ("utf-16be", 1201), ("utf-32", 12000),
        ("iso-8859-8-i", 1255), ("iso-8859-8", 1255), ("visual", 1255), ("logical", 1255),
    };

    private static readonly ConcurrentDictionary<string, Encoding?> Known = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    internal static Encoding Utf8 { get; } = new UTF8Encoding(false);

    internal static Encoding Western { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    internal static Encoding Latin1 { get; } = Encoding.GetEncoding(28591);

    /// <summary>The encoding to read this charset with; null when the name means nothing.</summary>
    public static Encoding? Find(string? name)
    {
        if (name == null)
        {
            return null;
        }

        string key = name.Trim().Trim('"', '\'');
        if (key.Length is 0 or > 60)
        {
            return null;
        }

        if (Known.TryGetValue(key, out Encoding? known))
        {
            return known;
        }

        Encoding? found = Resolve(key.ToLowerInvariant());

        // Names come from strangers: only those that mean something are remembered.
        if (found != null)
        {
            Known[key] = found;
        }

        return found;
    }

    /// <summary>Whether the octets are valid UTF-8 (RFC 3629: no overlong forms, no surrogates).</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => Utf8Validity.IsValid(bytes);

    /// <summary>Reads text whose charset is missing or wrong: UTF-8 if it is valid, Windows-1252 otherwise.</summary>
    internal static string Guess(ReadOnlySpan<byte> bytes) => (IsUtf8(bytes) ? Utf8 : Western).Text(bytes);

    internal static byte[] StrictUtf8Bytes(string text) => StrictUtf8.GetBytes(text);

    private static Encoding? Resolve(string name)
    {
        if (name is "utf-7" or "unicode-1-1-utf-7" or "x-unicode-2-0-utf-7" or "csunicode11utf7")
        {
            return Utf7Encoding.Instance;
        }

        foreach ((string known, int codePage) in Supersets)
        {
            if (known == name)
            {
                return ByCodePage(codePage);
            }
        }

        Encoding? found = ByName(name);
        if (found == null && NumberIn(name) is int number)
        {
            found = ByCodePage(number);
        }

        return found;
    }

    private static Encoding? ByName(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static Encoding? ByCodePage(int number)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(number) ?? Encoding.GetEncoding(number);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The code page in names such as cp1251, windows1251, x-cp1250, ibm850, ms-936.</summary>
    private static int? NumberIn(string name)
    {
        int start = name.Length;
        while (start > 0 && name[start - 1] is >= '0' and <= '9')
        {
            start--;
        }

        string prefix = name.Substring(0, start).TrimEnd('-', '_');
        string digits = name.Substring(start);
        return prefix is "cp" or "windows" or "win" or "x-cp" or "ibm" or "ms" or "msdos" or "dos" or "x-windows" or "cp-"
            && digits.Length is >= 3 and <= 5
            && int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
            && number != 65000
                ? number
                : null;
    }
}
