using System;
using System.Globalization;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap;

// RFC 9051 §6.4.4
/// <summary>A search key, or several put together. Immutable. Dates are days: the server ignores time and zone.</summary>
public sealed class SearchQuery
{
    private readonly Action<ImapEncoder> _write;
    private readonly bool _isList;

    private SearchQuery(Action<ImapEncoder> write, bool isAscii = true, bool isList = false)
    {
        _write = write;
        IsAscii = isAscii;
        _isList = isList;
    }

    public static SearchQuery All { get; } = Word("ALL");

    public static SearchQuery Seen { get; } = Word("SEEN");

    public static SearchQuery Unseen { get; } = Word("UNSEEN");

    public static SearchQuery Flagged { get; } = Word("FLAGGED");

    public static SearchQuery Unflagged { get; } = Word("UNFLAGGED");

    public static SearchQuery Answered { get; } = Word("ANSWERED");

    public static SearchQuery Unanswered { get; } = Word("UNANSWERED");

    public static SearchQuery Deleted { get; } = Word("DELETED");

    public static SearchQuery Undeleted { get; } = Word("UNDELETED");

    public static SearchQuery Draft { get; } = Word("DRAFT");

    /// <summary>False when some text needs CHARSET UTF-8, which Exchange refuses (BADCHARSET).</summary>
    public bool IsAscii { get; }

    public static SearchQuery From(string text) => Text("FROM", text);

    public static SearchQuery To(string text) => Text("TO", text);

    public static SearchQuery Cc(string text) => Text("CC", text);

    public static SearchQuery Bcc(string text) => Text("BCC", text);

    public static SearchQuery Subject(string text) => Text("SUBJECT", text);

    public static SearchQuery Body(string text) => Text("BODY", text);

    /// <summary>Header or body.</summary>
    public static SearchQuery Text(string text) => Text("TEXT", text);

    /// <summary>An empty value asks only whether the field is there.</summary>
    public static SearchQuery Header(string name, string value)
    {
        return new SearchQuery(e => e.Raw("HEADER ").AString(name).Space().String(value), IsAsciiText(name) && IsAsciiText(value));
    }

    public static SearchQuery Keyword(string keyword) => new(e => e.Raw("KEYWORD ").Flag(keyword));

    /// <summary>Received on the day or later.</summary>
    public static SearchQuery Since(DateTime day) => new(e => e.Raw("SINCE ").Date(day));

    /// <summary>Received before the day.</summary>
    public static SearchQuery Before(DateTime day) => new(e => e.Raw("BEFORE ").Date(day));

    /// <summary>By the Date field instead of the time of arrival.</summary>
    public static SearchQuery SentSince(DateTime day) => new(e => e.Raw("SENTSINCE ").Date(day));

    public static SearchQuery SentBefore(DateTime day) => new(e => e.Raw("SENTBEFORE ").Date(day));

    /// <summary>More octets than this.</summary>
    public static SearchQuery Larger(long octets) => new(e => e.Raw("LARGER ").Number(octets));

    public static SearchQuery Smaller(long octets) => new(e => e.Raw("SMALLER ").Number(octets));

    public static SearchQuery Uid(UidSet uids)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return new SearchQuery(e => e.Raw("UID ").Raw(uids.ToString()));
    }

    /// <summary>This UID and above: <c>UID n:*</c>. The message with the largest UID always matches, also when it is smaller.</summary>
    public static SearchQuery UidFrom(uint first) => new(e => e.Raw("UID " + first.ToString(CultureInfo.InvariantCulture) + ":*"));

    public static SearchQuery Not(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new SearchQuery(e => query.WriteKey(e.Raw("NOT ")), query.IsAscii);
    }

    public static SearchQuery Or(SearchQuery left, SearchQuery right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new SearchQuery(
            e =>
            {
                left.WriteKey(e.Raw("OR "));
                right.WriteKey(e.Space());
            },
            left.IsAscii && right.IsAscii);
    }

    public static SearchQuery And(SearchQuery left, SearchQuery right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new SearchQuery(
            e =>
            {
                left.Write(e);
                right.Write(e.Space());
            },
            left.IsAscii && right.IsAscii,
            isList: true);
    }

    public SearchQuery And(SearchQuery other) => And(this, other);

    /// <summary>The keys as SEARCH takes them.</summary>
    public override string ToString()
    {
        var encoder = new ImapEncoder(LiteralStyle.FromServer, utf8: true);
        Write(encoder);
        return StringPool.Decode(encoder.Written.Span);
    }

    internal void Write(ImapEncoder encoder) => _write(encoder);

    private static SearchQuery Word(string word) => new(e => e.Raw(word));

    private static SearchQuery Text(string key, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SearchQuery(e => e.Raw(key).Space().String(text), IsAsciiText(text));
    }

    private static bool IsAsciiText(string text)
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

    private void WriteKey(ImapEncoder encoder)
    {
        if (_isList)
        {
            encoder.Raw("(");
            _write(encoder);
            encoder.Raw(")");
        }
        else
        {
            _write(encoder);
        }
    }
}
