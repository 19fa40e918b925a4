using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using OutlookMail.Imap;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The addresses of a listing, each decoded and held once: the same few people write most of a folder's mail to the same person.</summary>
internal sealed class AddressPool
{
    // Beyond it the folder is of another kind, and remembering them all would hold more than it saves.
    private const int Most = 4096;

    private static readonly IReadOnlyList<OutlookAddress> None = new ReadOnlyCollection<OutlookAddress>(Array.Empty<OutlookAddress>());

    private readonly Dictionary<(string Mailbox, string Host, string? Name), Entry> known = new();

    /// <summary>Null when there is none.</summary>
    public OutlookAddress? First(IReadOnlyList<EnvelopeAddress> addresses)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            if (Find(addresses[i]) is { } entry)
            {
                return entry.Address;
            }
        }

        return null;
    }

    // RFC 9051 §7.5.2: an address whose host is NIL marks the beginning or the end of a group, and is nobody's address.
    public IReadOnlyList<OutlookAddress> All(IReadOnlyList<EnvelopeAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return None;
        }

        if (addresses.Count == 1)
        {
            return Find(addresses[0])?.Alone ?? None;
        }

        var all = new List<OutlookAddress>(addresses.Count);
        for (var i = 0; i < addresses.Count; i++)
        {
            if (Find(addresses[i]) is { } entry)
            {
                all.Add(entry.Address);
            }
        }

        return new ReadOnlyCollection<OutlookAddress>(all);
    }

    private Entry? Find(EnvelopeAddress address)
    {
        if (address.Mailbox is not { } mailbox || address.Host is not { } host)
        {
            return null;
        }

        var key = (mailbox, host, address.Name);
        if (!known.TryGetValue(key, out var entry))
        {
            if (known.Count == Most)
            {
                known.Clear();
            }

            entry = new Entry(new OutlookAddress(mailbox + "@" + host, address.Name is { } name ? HeaderText.Decode(name) : null));
            known.Add(key, entry);
        }

        return entry;
    }

    private sealed class Entry
    {
        public Entry(OutlookAddress address)
        {
            Address = address;
            Alone = new ReadOnlyCollection<OutlookAddress>(new[] { address });
        }

        public OutlookAddress Address { get; }

        public IReadOnlyList<OutlookAddress> Alone { get; }
    }
}
