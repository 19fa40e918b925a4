using System;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

/// <summary>Untagged responses other than statuses.</summary>
internal enum DataKind
{
    Unknown,
    Capability,
    Enabled,
    Exists,
    Expunge,
    Fetch,
    Flags,
    Id,
    List,
    LSub,
    Namespace,
    Quota,
    QuotaRoot,
    Recent,
    Search,
    ESearch,
    Sort,
    Status,
    Thread,
    Vanished,
}

internal static class DataKinds
{
    public static DataKind Of(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 when Keyword.Is(word, "ID") => DataKind.Id,
        4 when Keyword.Is(word, "LIST") => DataKind.List,
        4 when Keyword.Is(word, "LSUB") => DataKind.LSub,
        4 when Keyword.Is(word, "SORT") => DataKind.Sort,
        5 when Keyword.Is(word, "FETCH") => DataKind.Fetch,
        5 when Keyword.Is(word, "FLAGS") => DataKind.Flags,
        5 when Keyword.Is(word, "QUOTA") => DataKind.Quota,
        6 when Keyword.Is(word, "EXISTS") => DataKind.Exists,
        6 when Keyword.Is(word, "RECENT") => DataKind.Recent,
        6 when Keyword.Is(word, "SEARCH") => DataKind.Search,
        6 when Keyword.Is(word, "STATUS") => DataKind.Status,
        6 when Keyword.Is(word, "THREAD") => DataKind.Thread,
        7 when Keyword.Is(word, "ENABLED") => DataKind.Enabled,
        7 when Keyword.Is(word, "ESEARCH") => DataKind.ESearch,
        7 when Keyword.Is(word, "EXPUNGE") => DataKind.Expunge,
        8 when Keyword.Is(word, "VANISHED") => DataKind.Vanished,
        9 when Keyword.Is(word, "NAMESPACE") => DataKind.Namespace,
        9 when Keyword.Is(word, "QUOTAROOT") => DataKind.QuotaRoot,
        10 when Keyword.Is(word, "CAPABILITY") => DataKind.Capability,
        _ => DataKind.Unknown,
    };
}
