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
    private readonly List<SearchQuery> keys = new();
    private readonly List<Func<OutlookMessage, bool>> local = new();
    private readonly List<string> localWords = new();
    private readonly bool takesUtf8;

    private SearchPlan(bool takesUtf8) => this.takesUtf8 = takesUtf8;

    public SearchQuery Server => keys.Count == 0 ? SearchQuery.All : keys.Aggregate(SearchQuery.And);

    /// <summary>Text to be found in bodies here, because the server cannot be asked for it; null when there is none.</summary>
    public string? BodyText { get; private set; }

    /// <summary>What the server finds is what is wanted.</summary>
    public bool IsServersAlone => localWords.Count == 0;

    /// <param name="query">What is wanted.</param>
    /// <param name="takesUtf8">The server can be asked for text beyond ASCII.</param>
    public static SearchPlan From(MailQuery query, bool takesUtf8)
    {
        var plan = new SearchPlan(takesUtf8);
        plan.AddFlags(query);
        plan.AddText("from", query.From, SearchQuery.From, message => Names(message.From));
        plan.AddText("to", query.To, SearchQuery.To, message => message.To.SelectMany(Names));
        plan.AddText("subject", query.Subject, SearchQuery.Subject, message => new[] { message.Subject });
        if (query.MessageId is { } id)
        {
            // Exchange gives a submitted mail a Message-ID of its own and keeps the sender's beside it (chatmail/core #2250).
            plan.keys.Add(SearchQuery.Or(SearchQuery.Header("Message-ID", MessageIdText.Bare(id)), SearchQuery.Header("X-Microsoft-Original-Message-ID", MessageIdText.Bare(id))));
        }

        if (query.InReplyTo is { } answered)
        {
            plan.keys.Add(SearchQuery.Header("In-Reply-To", MessageIdText.Bare(answered)));
        }

        plan.AddTimes(query);
        if (query.LargerThan is { } octets)
        {
            plan.keys.Add(SearchQuery.Larger(octets));
        }

        if (query.HasAttachment is { } wanted)
        {
            plan.AddLocal("attachments", message => (message.HasAttachment ?? false) == wanted);
        }

        if (query.Body is { } body)
        {
            if (takesUtf8 || IsAscii(body))
            {
                plan.keys.Add(SearchQuery.Body(body));
            }
            else
            {
                plan.BodyText = body;
                plan.localWords.Add($"body holds '{body}'");
            }
        }

        if (query.Where is not null)
        {
            plan.localWords.Add("-Filter");
        }

        return plan;
    }

    public bool Matches(OutlookMessage message) => local.TrueForAll(condition => condition(message));

    /// <summary>Who looks at what, for people.</summary>
    public string Describe(string folder) =>
        $"{folder}: the server searches {Server}; here is looked at {(localWords.Count == 0 ? "nothing more" : string.Join(", ", localWords))}.";

    private static bool IsAscii(string text) => text.All(c => c < 128);

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

    private void AddFlags(MailQuery query)
    {
        if (query.Unread is { } unread)
        {
            keys.Add(unread ? SearchQuery.Unseen : SearchQuery.Seen);
            local.Add(message => message.IsRead != unread);
        }

        if (query.Flagged is { } flagged)
        {
            keys.Add(flagged ? SearchQuery.Flagged : SearchQuery.Unflagged);
            local.Add(message => message.IsFlagged == flagged);
        }
    }

    // RFC 9051 §6.4.4: SINCE and BEFORE know days only, and each server has its own idea of where a day ends; a day more
    // on either side, and the exact moment is compared here.
    private void AddTimes(MailQuery query)
    {
        if (query.Since is { } since)
        {
            keys.Add(SearchQuery.Since(Day(since, -1)));
            AddLocal("the time of arrival", message => message.Received >= since);
        }

        if (query.Before is { } before)
        {
            keys.Add(SearchQuery.Before(Day(before, 2)));
            AddLocal("the time of arrival", message => message.Received < before);
        }
    }

    // The first and the last day of the calendar have no neighbour; a server's calendar begins later anyway.
    private static DateTime Day(DateTimeOffset moment, int days)
    {
        var day = moment.UtcDateTime.Date;
        return days < 0 && day < DateTime.MinValue.AddDays(2) || days > 0 && day > DateTime.MaxValue.AddDays(-3) ? day : day.AddDays(days);
    }

    private void AddText(string field, string? text, Func<string, SearchQuery> key, Func<OutlookMessage, IEnumerable<string>> values)
    {
        if (text is null)
        {
            return;
        }

        // Exchange answers SEARCH CHARSET UTF-8 with BADCHARSET, and repeated ones with a disconnect (facts 4.3): text
        // beyond ASCII is then not sent, and the decoded header is compared here.
        if (takesUtf8 || IsAscii(text))
        {
            keys.Add(key(text));
        }
        else
        {
            AddLocal($"{field} holds '{text}'", message => values(message).Any(value => value.IndexOf(text, StringComparison.CurrentCultureIgnoreCase) >= 0));
        }
    }

    private void AddLocal(string words, Func<OutlookMessage, bool> condition)
    {
        local.Add(condition);
        if (!localWords.Contains(words))
        {
            localWords.Add(words);
        }
    }
}
