using System;
using System.Collections.Generic;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

// RFC 9051 §7.5.2
/// <summary>Reads the items of a FETCH response, in any order, into a <see cref="FetchedMessage"/>.</summary>
internal static class FetchReader
{
    /// <summary>Which items were seen.</summary>
    [Flags]
    public enum Seen
    {
        None = 0,
        Uid = 1,
        Flags = 2,
        Other = 4,
        Body = 8,
        End = 16,
    }

    /// <param name="decoder">Behind the opening parenthesis, or behind a body in the middle of the list.</param>
    /// <param name="message">Takes what is read.</param>
    /// <param name="body">A body that was small enough to come quoted, or NIL (null).</param>
    public static Seen Read(ref ImapDecoder decoder, FetchedMessage message, out byte[]? body)
    {
        body = null;
        Seen seen = Seen.None;
        uint uidBefore = message.Uid;
        while (true)
        {
            decoder.TrySpace();
            if (decoder.TryChar(')'))
            {
                return decoder.AtEnd ? seen | Seen.End : seen | Seen.End | Recover(ref decoder, message);
            }

            if (decoder.AtEnd)
            {
                return message.Uid == uidBefore ? seen : seen | Seen.Uid;
            }

            if (!decoder.TryAtomBefore((byte)'[', (byte)'[', out ReadOnlySpan<byte> name))
            {
                throw decoder.Error("msg-att");
            }

            if (decoder.Peek == (byte)'[' || Keyword.Is(name, "RFC822") || Keyword.Is(name, "RFC822.TEXT") || Keyword.Is(name, "RFC822.HEADER"))
            {
                seen |= Body(ref decoder, out byte[]? octets);
                body ??= octets;
                continue;
            }

            decoder.TrySpace();
            seen |= Item(ref decoder, name, message);
        }
    }

    private static Seen Item(ref ImapDecoder decoder, ReadOnlySpan<byte> name, FetchedMessage message)
    {
        switch (name.Length)
        {
            case 3 when Keyword.Is(name, "UID"):
                message.Uid = decoder.ExpectNumber("msg-att: UID");
                // nz-number: 0 is what a message without one has here.
                return message.Uid > 0 ? Seen.Uid : throw decoder.Error("msg-att: UID");
            case 5 when Keyword.Is(name, "FLAGS"):
                message.Flags = FlagList.Read(ref decoder, "msg-att: FLAGS");
                return Seen.Flags;
            case 6 when Keyword.Is(name, "MODSEQ") && decoder.TryChar('('):
                message.ModSeq = (ulong)decoder.ExpectNumber64("msg-att: MODSEQ");
                decoder.ExpectChar(')', "msg-att: MODSEQ");
                return Seen.None;
            case 7 when Keyword.Is(name, "EMAILID"):
                message.EmailId = ObjectId(ref decoder);
                return Seen.Other;
            case 8 when Keyword.Is(name, "THREADID"):
                message.ThreadId = ObjectId(ref decoder);
                return Seen.Other;
            case 7 when Keyword.Is(name, "PREVIEW"):
                message.Preview = decoder.ExpectNString("msg-att: PREVIEW");
                return Seen.Other;
            case 8 when Keyword.Is(name, "ENVELOPE"):
                message.Envelope = EnvelopeReader.TryRead(ref decoder);
                SkipWhenUnread(ref decoder, message.Envelope is null, "msg-att: ENVELOPE", message);
                return Seen.Other;
            case 11 when Keyword.Is(name, "RFC822.SIZE"):
                message.Size = Size(ref decoder, message);
                return Seen.Other;
            case 12 when Keyword.Is(name, "INTERNALDATE"):
                message.InternalDate = Date(ref decoder, message);
                return Seen.Other;
            case 13 when Keyword.Is(name, "BODYSTRUCTURE"):
            case 4 when Keyword.Is(name, "BODY"):
                message.BodyStructure = BodyStructureReader.TryRead(ref decoder);
                SkipWhenUnread(ref decoder, message.BodyStructure is null, "msg-att: BODYSTRUCTURE", message);
                return Seen.Other;
            default:
                SkipWhenUnread(ref decoder, true, "msg-att", message);
                return Seen.None;
        }
    }

    // BODYSTRUCTURE and ENVELOPE that cannot be read are passed over as a balanced value. When even that fails only
    // the items that can be found behind it are read, so that one broken message does not end a listing.
    private static void SkipWhenUnread(ref ImapDecoder decoder, bool unread, string element, FetchedMessage message)
    {
        if (unread && !decoder.TrySkipValue() && decoder.Peek != (byte)')')
        {
            if (element == "msg-att")
            {
                throw decoder.Error(element);
            }

            Recover(ref decoder, message);
        }
    }

    // The parentheses do not balance: look for the items that can be told from anything else.
    private static Seen Recover(ref ImapDecoder decoder, FetchedMessage message)
    {
        Seen seen = Seen.None;
        while (!decoder.AtEnd)
        {
            if (decoder.TryString(out _, out _))
            {
                continue;
            }

            if (!decoder.TryAtom(out ReadOnlySpan<byte> name))
            {
                decoder.Position++;
                continue;
            }

            int start = decoder.Position;
            if (!decoder.TrySpace())
            {
                continue;
            }

            if (Keyword.Is(name, "UID") && decoder.TryNumber(out uint uid) && uid > 0)
            {
                message.Uid = uid;
                seen |= Seen.Uid;
            }
            else if (Keyword.Is(name, "FLAGS") && decoder.Peek == (byte)'(')
            {
                seen |= Item(ref decoder, name, message);
            }
            else
            {
                decoder.Position = start;
            }
        }

        return seen;
    }

    // RFC 8474 §5: an id in parentheses, or NIL.
    private static string? ObjectId(ref ImapDecoder decoder)
    {
        if (decoder.TryNil())
        {
            return null;
        }

        decoder.ExpectChar('(', "msg-att: objectid");
        string id = decoder.ExpectAString("msg-att: objectid");
        decoder.ExpectChar(')', "msg-att: objectid");
        return id;
    }

    private static long? Size(ref ImapDecoder decoder, FetchedMessage message)
    {
        if (decoder.TryNumber64(out long size))
        {
            return size;
        }

        SkipWhenUnread(ref decoder, true, "msg-att: RFC822.SIZE", message);
        return null;
    }

    private static DateTimeOffset? Date(ref ImapDecoder decoder, FetchedMessage message)
    {
        if (decoder.TryString(out ReadOnlySpan<byte> text, out _))
        {
            return ImapDateTime.TryParse(text, out DateTimeOffset moment) ? moment : null;
        }

        SkipWhenUnread(ref decoder, true, "msg-att: INTERNALDATE", message);
        return null;
    }

    // BODY[section]<origin> and then the octets, unless the unit ends at the marker of a streamed literal.
    private static Seen Body(ref ImapDecoder decoder, out byte[]? octets)
    {
        octets = null;
        if (decoder.Peek == (byte)'[')
        {
            int close = decoder.Rest.IndexOf((byte)']');
            if (close < 0)
            {
                throw decoder.Error("msg-att: section");
            }

            decoder.Position += close + 1;
            if (decoder.TryChar('<'))
            {
                decoder.ExpectNumber64("msg-att: origin");
                decoder.ExpectChar('>', "msg-att: origin");
            }
        }

        decoder.ExpectSpace("msg-att: body");
        if (decoder.TryString(out ReadOnlySpan<byte> text, out bool escaped))
        {
            octets = escaped ? Unescape(text) : text.ToArray();
            return Seen.Body;
        }

        if (decoder.TryNil())
        {
            return Seen.None;
        }

        // The marker of a streamed literal: {n} and the end of the unit.
        decoder.Position += decoder.Rest.Length;
        return Seen.None;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        var plain = new byte[text.Length];
        int count = ImapDecoder.Unescape(text, plain);
        return plain.AsSpan(0, count).ToArray();
    }
}
