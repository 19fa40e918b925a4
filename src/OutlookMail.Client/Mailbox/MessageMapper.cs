using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>From the server's summary of a message to the one that users hold.</summary>
internal static class MessageMapper
{
    public static OutlookMessage Map(FetchedMessage fetched, OutlookSession session, FolderAt folder)
    {
        var message = new OutlookMessage(session, folder.Name, folder.UidValidity, fetched.Uid)
        {
            Flags = fetched.Flags.ToArray(),
            IsRead = Has(fetched.Flags, "\\Seen"),
            IsFlagged = Has(fetched.Flags, "\\Flagged"),
            IsAnswered = Has(fetched.Flags, "\\Answered"),
            IsDraft = Has(fetched.Flags, "\\Draft"),
            Received = fetched.InternalDate ?? default,
            Size = fetched.Size ?? 0,
            HasAttachment = fetched.BodyStructure?.HasAttachment,
        };
        if (fetched.Envelope is { } envelope)
        {
            message.Subject = HeaderText.Decode(envelope.Subject ?? "");
            message.Date = envelope.Date is { } raw && MimeDate.TryParse(raw, out var date) ? date : null;
            message.From = Addresses(envelope.From).FirstOrDefault();
            message.Sender = Addresses(envelope.Sender).FirstOrDefault();
            message.ReplyTo = Addresses(envelope.ReplyTo);
            message.To = Addresses(envelope.To);
            message.Cc = Addresses(envelope.Cc);
            message.Bcc = Addresses(envelope.Bcc);
            message.MessageId = BareId(envelope.MessageId);
            message.InReplyTo = BareId(envelope.InReplyTo);
        }

        return message;
    }

    private static bool Has(IReadOnlyList<string> flags, string flag) =>
        flags.Any(candidate => string.Equals(candidate, flag, StringComparison.OrdinalIgnoreCase));

    // RFC 9051 §7.5.2: an address whose host is NIL marks the beginning or the end of a group, and is nobody's address.
    private static OutlookAddress[] Addresses(IReadOnlyList<EnvelopeAddress> addresses) => addresses.Count == 0
        ? Array.Empty<OutlookAddress>()
        : addresses
            .Where(address => address.Mailbox is not null && address.Host is not null)
            .Select(address => new OutlookAddress(address.Mailbox + "@" + address.Host, address.Name is { } name ? HeaderText.Decode(name) : null))
            .ToArray();

    private static string? BareId(string? id)
    {
        var bare = id?.Trim().TrimStart('<').TrimEnd('>');
        return string.IsNullOrEmpty(bare) ? null : bare;
    }
}
