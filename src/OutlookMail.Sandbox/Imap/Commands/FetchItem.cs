using System;
using System.Collections.Generic;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Imap.Structure;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>One item that a FETCH asks for, RFC 9051 §6.4.5.</summary>
/// <param name="Section">Null for an item that is no piece of the message's octets.</param>
/// <param name="SetsSeen">False with PEEK.</param>
internal sealed record FetchItem(string Name, BodySection? Section = null, bool SetsSeen = false)
{
    public static List<FetchItem> ReadAll(ref ImapDecoder reader, bool isStandard)
    {
        reader.ExpectSpace("fetch-att");
        var items = new List<FetchItem>();
        if (!reader.TryChar('('))
        {
            Read(ref reader, items, isStandard);
            return items;
        }

        while (!reader.TryChar(')'))
        {
            Read(ref reader, items, isStandard);
            reader.TrySpace();
        }

        return items;
    }

    private static void Read(ref ImapDecoder reader, List<FetchItem> items, bool isStandard)
    {
        int start = reader.Position;
        if (!reader.TryAtomBefore((byte)'[', (byte)'[', out ReadOnlySpan<byte> atom))
        {
            throw reader.Error("fetch-att");
        }

        string name = Encoding.ASCII.GetString(atom).ToUpperInvariant();
        if (reader.Peek == '[')
        {
            string kind = name.EndsWith(".PEEK", StringComparison.Ordinal) ? name[..^5] : name;
            if (kind != "BODY" && !(isStandard && (kind == "BINARY" || name == "BINARY.SIZE")))
            {
                throw ImapCommandException.Arguments();
            }

            items.Add(new FetchItem(kind + "[", BodySection.Read(ref reader, kind), name is "BODY" or "BINARY"));
            return;
        }

        switch (name)
        {
            case "ALL":
                items.AddRange([new("FLAGS"), new("INTERNALDATE"), new("RFC822.SIZE"), new("ENVELOPE")]);
                break;
            case "FAST":
                items.AddRange([new("FLAGS"), new("INTERNALDATE"), new("RFC822.SIZE")]);
                break;
            case "FULL":
                items.AddRange([new("FLAGS"), new("INTERNALDATE"), new("RFC822.SIZE"), new("ENVELOPE"), new("BODY")]);
                break;
            case "MODSEQ" or "EMAILID" or "THREADID" when isStandard:
                items.Add(new FetchItem(name));
                break;
            case "PREVIEW" when isStandard:
                SkipLazy(ref reader);
                items.Add(new FetchItem(name));
                break;
            case "FLAGS" or "UID" or "INTERNALDATE" or "RFC822.SIZE" or "ENVELOPE" or "BODY" or "BODYSTRUCTURE":
                items.Add(new FetchItem(name));
                break;
            case "RFC822":
                items.Add(new FetchItem(name, BodySection.Of("", name), SetsSeen: true));
                break;
            case "RFC822.HEADER":
                items.Add(new FetchItem(name, BodySection.Of("HEADER", name)));
                break;
            case "RFC822.TEXT":
                items.Add(new FetchItem(name, BodySection.Of("TEXT", name), SetsSeen: true));
                break;
            default:
                reader.Position = start;
                throw ImapCommandException.Arguments(11);
        }
    }

    // RFC 8970 §3.1: LAZY permits to say NIL, which a server that has the message at hand need not do.
    private static void SkipLazy(ref ImapDecoder reader)
    {
        int start = reader.Position;
        if (!reader.TrySpace() || !reader.TryChar('('))
        {
            reader.Position = start;
            return;
        }

        if (!Keyword.Is(reader.ExpectAtom("preview-mod"), "LAZY"))
        {
            throw ImapCommandException.Arguments();
        }

        reader.ExpectChar(')', "preview-mod");
    }
}
