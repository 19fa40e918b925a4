using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// A query, split: what the server is asked, and what is looked at here. The server's part never drops a message that
/// the whole query wants, so that both together are exact.
/// </summary>
internal sealed class SearchPlan
{
    private readonly List<Func<OutlookMessage, bool>> local = new();

    private SearchPlan(MailQuery query, SearchQuery server, string? bodyText)
    {
        Query = query;
        Server = server;
        BodyText = bodyText;
    }

    public MailQuery Query { get; }

    public SearchQuery Server { get; }

    /// <summary>Text to be found in bodies here, because the server cannot be asked for it; null when there is none.</summary>
    public string? BodyText { get; }

    public static SearchPlan From(MailQuery query)
    {
        var keys = new List<SearchQuery>();
        var local = new List<Func<OutlookMessage, bool>>();

        if (query.Unread is { } unread)
        {
            keys.Add(unread ? SearchQuery.Unseen : SearchQuery.Seen);
            local.Add(message => message.IsRead != unread);
        }

        if (query.Flagged is { } flagged)
        {
            keys.Add(flagged ? SearchQuery.Flagged : SearchQuery.Not(SearchQuery.Flagged));
            local.Add(message => message.IsFlagged == flagged);
        }

        AddText(query.From, SearchQuery.From, message => Names(message.From), keys, local);
        AddText(query.To, SearchQuery.To, message => message.To.SelectMany(Names), keys, local);
        AddText(query.Subject, SearchQuery.Subject, message => new[] { message.Subject }, keys, local);

        if (query.MessageId is { } id)
        {
            var bare = id.Trim().TrimStart('<').TrimEnd('>');
            // Exchange gives a submitted mail a Message-ID of its own and keeps the sender's beside it (chatmail/core #2250).
            keys.Add(SearchQuery.Or(SearchQuery.Header("Message-ID", bare), SearchQuery.Header("X-Microsoft-Original-Message-ID", bare)));
        }

        // RFC 9051 §6.4.4: SINCE and BEFORE know days only, and each server has its own idea of where a day ends; a day
        // more on either side, and the exact moment is compared here.
        if (query.Since is { } since)
        {
            keys.Add(SearchQuery.Since(since.UtcDateTime.Date.AddDays(-1)));
            local.Add(message => message.Received >= since);
        }

        if (query.Before is { } before)
        {
            keys.Add(SearchQuery.Before(before.UtcDateTime.Date.AddDays(2)));
            local.Add(message => message.Received < before);
        }

        if (query.LargerThan is { } octets)
        {
            keys.Add(SearchQuery.Larger(octets));
        }

        if (query.HasAttachment is { } wanted)
        {
            local.Add(message => (message.HasAttachment ?? false) == wanted);
        }

        string? bodyText = null;
        if (query.Body is { } body)
        {
            if (IsAscii(body))
            {
                keys.Add(SearchQuery.Body(body));
            }
            else
            {
                bodyText = body;
            }
        }

        var server = keys.Count == 0 ? SearchQuery.All : keys.Aggregate(SearchQuery.And);
        var plan = new SearchPlan(query, server, bodyText);
        plan.local.AddRange(local);
        return plan;
    }

    public bool Matches(OutlookMessage message) => local.TrueForAll(condition => condition(message));

    // Exchange answers SEARCH CHARSET UTF-8 with BADCHARSET, and repeated ones with a disconnect (facts 4.3): text
    // beyond ASCII is never sent, and the decoded header is compared here.
    private static void AddText(
        string? text,
        Func<string, SearchQuery> key,
        Func<OutlookMessage, IEnumerable<string>> field,
        List<SearchQuery> keys,
        List<Func<OutlookMessage, bool>> local)
    {
        if (text is null)
        {
            return;
        }

        if (IsAscii(text))
        {
            keys.Add(key(text));
        }
        else
        {
            local.Add(message => field(message).Any(value => value.IndexOf(text, StringComparison.CurrentCultureIgnoreCase) >= 0));
        }
    }

    private static IEnumerable<string> Names(OutlookAddress? address)
    {
        if (address is not null)
        {
            yield return address.Address;
            if (address.Name is not null)
            {
                yield return address.Name;
            }
        }
    }

    private static bool IsAscii(string text) => text.All(c => c < 128);
}
