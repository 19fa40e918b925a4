using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Mime;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>One search-key, as a question to a message and its index.</summary>
internal sealed class SearchKey
{
    // Deeper nesting has no reader's reason and a stack's price.
    private const int MaximumDepth = 50;

    private readonly Func<SandboxMessage, int, bool> matches;

    private SearchKey(Func<SandboxMessage, int, bool> matches) => this.matches = matches;

    public bool Matches(SandboxMessage message, int index) => matches(message, index);

    /// <param name="isStandard">Keywords, MODSEQ and text beyond ASCII are understood.</param>
    public static SearchKey Read(ref ImapDecoder reader, SelectedView view, bool isStandard, int depth = 0)
    {
        if (depth > MaximumDepth)
        {
            throw ImapCommandException.Arguments();
        }

        if (reader.TryChar('('))
        {
            var keys = new List<SearchKey>();
            do
            {
                keys.Add(Read(ref reader, view, isStandard, depth + 1));
            }
            while (reader.TrySpace());
            reader.ExpectChar(')', "search-key");
            return new((m, i) => keys.TrueForAll(k => k.Matches(m, i)));
        }

        string word = Encoding.ASCII.GetString(reader.ExpectAtom("search-key"));
        if (MessageSet.IsSaved(Encoding.ASCII.GetBytes(word), view))
        {
            HashSet<uint> saved = view.Saved!;
            return new((m, _) => saved.Contains(m.Uid));
        }

        if (char.IsAsciiDigit(word[0]) || word[0] == '*')
        {
            SequenceSet numbers = SequenceSet.TryParse(Encoding.ASCII.GetBytes(word), out SequenceSet set) ? set : throw ImapCommandException.Arguments();
            return new((_, i) => numbers.Contains((uint)i + 1, (uint)view.Count));
        }

        switch (word.ToUpperInvariant())
        {
            case "ALL":
                return new((_, _) => true);
            case "NOT":
                reader.ExpectSpace("search-key");
                SearchKey not = Read(ref reader, view, isStandard, depth + 1);
                return new((m, i) => !not.Matches(m, i));
            case "OR":
                reader.ExpectSpace("search-key");
                SearchKey left = Read(ref reader, view, isStandard, depth + 1);
                reader.ExpectSpace("search-key");
                SearchKey right = Read(ref reader, view, isStandard, depth + 1);
                return new((m, i) => left.Matches(m, i) || right.Matches(m, i));
            case "UID":
                SequenceSet uids = MessageSet.Read(ref reader, view, isUid: true);
                uint largest = view.Count == 0 ? 0 : view[view.Count - 1].Uid;
                return new((m, _) => uids.Contains(m.Uid, largest));
            case "SEEN" or "ANSWERED" or "FLAGGED" or "DELETED" or "DRAFT":
                SandboxFlags set1 = FlagText.TryParse("\\" + word)!.Value;
                return new((m, _) => (m.Flags & set1) != 0);
            case "UNSEEN" or "UNANSWERED" or "UNFLAGGED" or "UNDELETED" or "UNDRAFT":
                SandboxFlags unset = FlagText.TryParse("\\" + word[2..])!.Value;
                return new((m, _) => (m.Flags & unset) == 0);
            case "RECENT":
                return new((m, _) => view.IsRecent(m));
            case "NEW":
                return new((m, _) => view.IsRecent(m) && (m.Flags & SandboxFlags.Seen) == 0);
            case "OLD":
                return new((m, _) => !view.IsRecent(m));
            case "KEYWORD" or "UNKEYWORD":
                return ReadKeyword(ref reader, word.StartsWith("un", StringComparison.OrdinalIgnoreCase), isStandard);
            case "MODSEQ" when isStandard:
                reader.ExpectSpace("search-modsequence");
                long since = reader.ExpectNumber64("search-modsequence");
                return new((m, _) => m.ModSeq >= since);
            case "OLDER" or "YOUNGER" when isStandard:
                // RFC 5032
                TimeSpan age = TimeSpan.FromSeconds(ReadNumber(ref reader));
                DateTimeOffset limit = view.Folder.Now - age;
                return new((m, _) => word.Equals("OLDER", StringComparison.OrdinalIgnoreCase) ? m.InternalDate <= limit : m.InternalDate >= limit);
            case "LARGER":
                uint larger = ReadNumber(ref reader);
                return new((m, _) => m.Length > larger);
            case "SMALLER":
                uint smaller = ReadNumber(ref reader);
                return new((m, _) => m.Length < smaller);
            case "BEFORE" or "ON" or "SINCE":
                return Dated(word, ReadDate(ref reader), m => m.InternalDate.Date);
            case "SENTBEFORE" or "SENTON" or "SENTSINCE":
                return Dated(word[4..], ReadDate(ref reader), m => MimeMessage.Parse(m.Bytes).Date?.Date);
            case "FROM" or "TO" or "CC" or "BCC" or "SUBJECT":
                string text = ReadText(ref reader, isStandard);
                return new((m, _) => InHeader(m, word, text));
            case "HEADER":
                string name = ReadText(ref reader, isStandard);
                string value = ReadText(ref reader, isStandard);
                return new((m, _) => InHeader(m, name, value));
            case "BODY":
                string body = ReadText(ref reader, isStandard);
                return new((m, _) => InBody(m, body));
            case "TEXT":
                string any = ReadText(ref reader, isStandard);
                return new((m, _) => MimeMessage.Parse(m.Bytes).Headers.Any(h => Contains(h.Name + ": " + h.Value, any)) || InBody(m, any));
            default:
                throw ImapCommandException.Arguments(11);
        }
    }

    private static SearchKey ReadKeyword(ref ImapDecoder reader, bool isNegated, bool isStandard)
    {
        reader.ExpectSpace("search-key");
        string keyword = Encoding.ASCII.GetString(reader.ExpectAtom("flag-keyword"));
        if (FlagText.TryParse(keyword) is SandboxFlags flag)
        {
            return new((m, _) => ((m.Flags & flag) != 0) != isNegated);
        }

        return isStandard
            ? new((m, _) => m.Keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase) != isNegated)
            : throw ImapCommandException.Arguments(11);
    }

    private static SearchKey Dated(string word, DateTime day, Func<SandboxMessage, DateTime?> of) => new((m, _) => of(m) is DateTime date && word.ToUpperInvariant() switch
    {
        "BEFORE" => date < day,
        "ON" => date == day,
        _ => date >= day,
    });

    private static uint ReadNumber(ref ImapDecoder reader)
    {
        reader.ExpectSpace("search-key");
        return reader.ExpectNumber("search-key");
    }

    private static DateTime ReadDate(ref ImapDecoder reader)
    {
        string text = ReadText(ref reader, isStandard: false);
        return DateTime.TryParseExact(text, ["d-MMM-yyyy", "dd-MMM-yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            ? day
            : throw ImapCommandException.Arguments();
    }

    private static string ReadText(ref ImapDecoder reader, bool isStandard)
    {
        reader.ExpectSpace("search-key");
        string text = reader.ExpectAString("search-key");
        return isStandard || Ascii.IsValid(text) ? text : throw ImapCommandException.Arguments();
    }

    // RFC 9051 §6.4.4: an empty string asks only whether the field is there.
    private static bool InHeader(SandboxMessage message, string name, string text) =>
        MimeMessage.Parse(message.Bytes).Headers.All(name).Any(h => Contains(h.Value, text));

    // The octets hold what is plain text anywhere, nested messages too; the decoded text what is encoded.
    private static bool InBody(SandboxMessage message, string text)
    {
        ReadOnlyMemory<byte> octets = message.Bytes;
        int header = octets.Span.IndexOf("\r\n\r\n"u8);
        if (Ascii.IsValid(text) && header >= 0 && Contains(Encoding.Latin1.GetString(octets.Span[header..]), text))
        {
            return true;
        }

        using var parsed = MimeMessage.Parse(octets);
        return parsed.GetText() is string body && Contains(body, text);
    }

    private static bool Contains(string text, string wanted) => text.Contains(wanted, StringComparison.OrdinalIgnoreCase);
}
