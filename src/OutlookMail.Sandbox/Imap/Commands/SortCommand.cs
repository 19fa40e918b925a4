using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Mime;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>SORT and UID SORT, RFC 5256 §3; the standard profile only.</summary>
internal static class SortCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        reader.ExpectSpace("sort");
        List<(string Key, bool IsReverse)> criteria = ReadCriteria(ref reader);
        reader.ExpectSpace("charset");
        MessageKeys.ReadCharset(ref reader, isStandard: true);
        List<int> found = MessageKeys.Find(ref reader, view, isStandard: true);

        // RFC 5256 §3: what all criteria leave equal stays in the order of the sequence numbers.
        IOrderedEnumerable<Sorted> order = found.Select(i => new Sorted(view[i], i)).OrderBy(_ => 0);
        foreach ((string key, bool isReverse) in criteria)
        {
            order = isReverse ? order.ThenByDescending(m => m.Value(key)) : order.ThenBy(m => m.Value(key));
        }

        session.Out.Raw("* SORT"u8);
        foreach (Sorted message in order)
        {
            session.Out.Space().Number(command.IsUid ? message.Uid : message.Index + 1);
        }

        session.Out.EndLine();
        return "SORT completed.";
    }

    private static List<(string Key, bool IsReverse)> ReadCriteria(ref ImapDecoder reader)
    {
        var criteria = new List<(string, bool)>();
        bool isReverse = false;
        reader.ExpectChar('(', "sort-criteria");
        do
        {
            string word = Encoding.ASCII.GetString(reader.ExpectAtom("sort-key")).ToUpperInvariant();
            if (word == "REVERSE" && !isReverse)
            {
                isReverse = true;
                continue;
            }

            if (word is not ("ARRIVAL" or "CC" or "DATE" or "FROM" or "SIZE" or "SUBJECT" or "TO"))
            {
                throw ImapCommandException.Arguments(11);
            }

            criteria.Add((word, isReverse));
            isReverse = false;
        }
        while (reader.TrySpace());
        reader.ExpectChar(')', "sort-criteria");
        return isReverse ? throw ImapCommandException.Arguments() : criteria;
    }

    private sealed class Sorted(SandboxMessage message, int index)
    {
        // Parsed once, and only when a key asks for it.
        private readonly Lazy<MimeMessage> parsed = new(() => MimeMessage.Parse(message.Bytes));

        public uint Uid => message.Uid;

        public int Index => index;

        public IComparable Value(string key) => key switch
        {
            "ARRIVAL" => message.InternalDate.UtcTicks,
            "DATE" => SentDate.Of(parsed.Value, message).UtcTicks,
            "SIZE" => message.Length,
            "SUBJECT" => Folded(BaseSubject.Of(parsed.Value.Subject ?? "", out _)),
            "FROM" => Mailbox(parsed.Value.From),
            "TO" => Mailbox(parsed.Value.To),
            _ => Mailbox(parsed.Value.Cc),
        };

        // RFC 5256 §3: the mailbox name of the first address, which is what stands before its @.
        private static OrdinalText Mailbox(IReadOnlyList<MimeAddress> addresses) =>
            Folded(addresses.Count == 0 ? "" : addresses[0].Address.Split('@')[0]);

        // i;unicode-casemap (RFC 5256 §3), near enough: upper case, by code point.
        private static OrdinalText Folded(string text) => new(text.ToUpperInvariant());
    }

    private sealed record OrdinalText(string Text) : IComparable
    {
        public int CompareTo(object? other) => string.CompareOrdinal(Text, ((OrdinalText)other!).Text);
    }
}
