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
    public static OutlookMessage Map(FetchedMessage fetched, OutlookSession session, FolderAt folder, AddressPool addresses)
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
            message.From = addresses.First(envelope.From);
            message.Sender = addresses.First(envelope.Sender);
            message.ReplyTo = addresses.All(envelope.ReplyTo);
            message.To = addresses.All(envelope.To);
            message.Cc = addresses.All(envelope.Cc);
            message.Bcc = addresses.All(envelope.Bcc);
            message.MessageId = BareId(envelope.MessageId);
            message.InReplyTo = BareId(envelope.InReplyTo);
        }

        return message;
    }

    private static bool Has(IReadOnlyList<string> flags, string flag)
    {
        for (var i = 0; i < flags.Count; i++)
        {
            if (string.Equals(flags[i], flag, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string? BareId(string? id)
    {
        var bare = id?.Trim().TrimStart('<').TrimEnd('>');
        return string.IsNullOrEmpty(bare) ? null : bare;
    }
}
