using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Mime;

namespace OutlookMail.Sandbox.Imap.Structure;

/// <summary>A part as IMAP numbers them (RFC 9051 §6.4.5.1): header octets, body octets, and what is below.</summary>
internal sealed class MessagePart
{
    private MessagePart(MimeEntity entity)
    {
        Entity = entity;
        ReadOnlyMemory<byte> all = entity.OriginalBytes;
        Body = entity.OriginalBody;
        Header = all[..(all.Length - Body.Length)];
        if (entity.Children.Count > 0)
        {
            Children = [.. entity.Children.Select(c => new MessagePart(c))];
        }
        else if (entity.MediaType == "message/rfc822" && entity.TransferEncoding == TransferEncoding.Identity
            && entity.GetNestedMessage() is MimeMessage nested)
        {
            Nested = new MessagePart(nested.Body);
        }
    }

    public MimeEntity Entity { get; }

    /// <summary>Up to and including the empty line.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The parts of a multipart.</summary>
    public IReadOnlyList<MessagePart> Children { get; } = [];

    /// <summary>The message inside a message/rfc822.</summary>
    public MessagePart? Nested { get; }

    public static MessagePart Of(ReadOnlyMemory<byte> message) => new(MimeMessage.Parse(message).Body);

    /// <summary>The part of that number, from a message's own level; null when there is none.</summary>
    public MessagePart? Find(ReadOnlySpan<uint> path)
    {
        MessagePart part = this;
        for (int i = 0; i < path.Length; i++)
        {
            // Below a message/rfc822 the numbers are those of the message in it.
            MessagePart level = i > 0 && part.Nested is MessagePart nested ? nested : part;
            if (level.Children.Count > 0)
            {
                if (path[i] == 0 || path[i] > level.Children.Count)
                {
                    return null;
                }

                part = level.Children[(int)path[i] - 1];
            }
            else if (path[i] == 1 && (i == 0 || level != part))
            {
                // A message that is no multipart has one part, which is its body.
                part = level;
            }
            else
            {
                return null;
            }
        }

        return part;
    }
}
