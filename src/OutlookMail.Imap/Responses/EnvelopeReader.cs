using System;
using System.Collections.Generic;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

// RFC 9051 §9 envelope
internal static class EnvelopeReader
{
    private static readonly EnvelopeAddress[] NoAddresses = [];

    /// <summary>Null for NIL or for something that is not an envelope; the decoder then stands where it stood.</summary>
    public static Envelope? TryRead(ref ImapDecoder decoder)
    {
        int start = decoder.Position;
        if (decoder.TryNil())
        {
            return null;
        }

        var envelope = new Envelope();
        if (decoder.TryChar('(') && Read(ref decoder, envelope))
        {
            return envelope;
        }

        decoder.Position = start;
        return null;
    }

    private static bool Read(ref ImapDecoder decoder, Envelope envelope)
    {
        if (!Text(ref decoder, out string? date) || !Text(ref decoder, out string? subject))
        {
            return false;
        }

        envelope.Date = date;
        envelope.Subject = subject;
        int fromStart = decoder.Position;
        if (!Addresses(ref decoder, out EnvelopeAddress[] from))
        {
            return false;
        }

        // Servers fill Sender and Reply-To from From: nearly always the same octets, so the same list.
        ReadOnlySpan<byte> fromOctets = decoder.Since(fromStart);
        if (!AddressesLike(ref decoder, fromOctets, from, out EnvelopeAddress[] sender)
            || !AddressesLike(ref decoder, fromOctets, from, out EnvelopeAddress[] replyTo)
            || !Addresses(ref decoder, out EnvelopeAddress[] to)
            || !Addresses(ref decoder, out EnvelopeAddress[] cc)
            || !Addresses(ref decoder, out EnvelopeAddress[] bcc)
            || !Text(ref decoder, out string? inReplyTo)
            || !Text(ref decoder, out string? messageId))
        {
            return false;
        }

        envelope.From = from;
        envelope.Sender = sender;
        envelope.ReplyTo = replyTo;
        envelope.To = to;
        envelope.Cc = cc;
        envelope.Bcc = bcc;
        envelope.InReplyTo = inReplyTo;
        envelope.MessageId = messageId;
        decoder.TrySpace();
        return decoder.TryChar(')');
    }

    private static bool Text(ref ImapDecoder decoder, out string? text)
    {
        decoder.TrySpace();
        return decoder.TryNString(out text);
    }

    private static bool AddressesLike(ref ImapDecoder decoder, ReadOnlySpan<byte> octets, EnvelopeAddress[] same, out EnvelopeAddress[] addresses)
    {
        if (!octets.IsEmpty && decoder.Rest.StartsWith(octets))
        {
            decoder.Position += octets.Length;
            addresses = same;
            return true;
        }

        return Addresses(ref decoder, out addresses);
    }

    private static bool Addresses(ref ImapDecoder decoder, out EnvelopeAddress[] addresses)
    {
        addresses = NoAddresses;
        decoder.TrySpace();
        if (decoder.TryNil())
        {
            return true;
        }

        if (!decoder.TryChar('('))
        {
            return false;
        }

        EnvelopeAddress? first = null;
        List<EnvelopeAddress>? more = null;
        while (true)
        {
            decoder.TrySpace();
            if (decoder.TryChar(')'))
            {
                addresses = more?.ToArray() ?? (first is null ? NoAddresses : [first]);
                return true;
            }

            if (!Address(ref decoder, out EnvelopeAddress? address) || more?.Count >= ImapLimits.Addresses)
            {
                return false;
            }

            if (first is null)
            {
                first = address;
            }
            else
            {
                (more ??= [first]).Add(address!);
            }
        }
    }

    private static bool Address(ref ImapDecoder decoder, out EnvelopeAddress? address)
    {
        address = null;
        if (!decoder.TryChar('(') || !Text(ref decoder, out string? name) || !SkipRoute(ref decoder)
            || !Text(ref decoder, out string? mailbox) || !Text(ref decoder, out string? host))
        {
            return false;
        }

        decoder.TrySpace();
        address = new EnvelopeAddress(name, mailbox, host);
        return decoder.TryChar(')');
    }

    private static bool SkipRoute(ref ImapDecoder decoder)
    {
        decoder.TrySpace();
        return decoder.TryNil() || decoder.TrySkipValue();
    }
}
