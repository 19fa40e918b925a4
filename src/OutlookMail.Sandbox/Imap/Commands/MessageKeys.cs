using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>The charset and the keys that SEARCH, SORT and THREAD share (RFC 9051 §6.4.4, RFC 5256 §3).</summary>
internal static class MessageKeys
{
    /// <summary>The charset of SEARCH, which may be left out.</summary>
    public static void ReadOptionalCharset(ref ImapDecoder reader, bool isStandard)
    {
        int start = reader.Position;
        if (!reader.TryAtom(out System.ReadOnlySpan<byte> first) || !Keyword.Is(first, "CHARSET"))
        {
            reader.Position = start;
            return;
        }

        reader.ExpectSpace("charset");
        ReadCharset(ref reader, isStandard);
    }

    /// <summary>The charset that SORT and THREAD must name.</summary>
    public static void ReadCharset(ref ImapDecoder reader, bool isStandard)
    {
        string charset = reader.ExpectAString("charset").ToUpperInvariant();
        if (charset != "US-ASCII" && !(isStandard && charset == "UTF-8"))
        {
            throw ImapCommandException.No(isStandard
                ? "[BADCHARSET (US-ASCII UTF-8)] Unknown charset."
                : "[BADCHARSET (US-ASCII)] The specified charset is not supported.");
        }

        reader.ExpectSpace("search");
    }

    /// <summary>Reads the keys to the command's end.</summary>
    /// <returns>The indexes of the messages that match all of them, ascending.</returns>
    public static List<int> Find(ref ImapDecoder reader, SelectedView view, bool isStandard)
    {
        var keys = new List<SearchKey>();
        do
        {
            keys.Add(SearchKey.Read(ref reader, view, isStandard));
        }
        while (reader.TrySpace());
        if (!reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        return [.. Enumerable.Range(0, view.Count).Where(i => !view[i].IsExpunged && keys.TrueForAll(k => k.Matches(view[i], i)))];
    }
}
