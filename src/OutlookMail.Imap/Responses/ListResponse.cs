using System;
using System.Collections.Generic;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

// RFC 9051 §7.3.1
public sealed class ListResponse
{
    internal ListResponse(string name, char? delimiter, IReadOnlyList<string> attributes)
    {
        Name = name;
        Delimiter = delimiter;
        Attributes = attributes;
    }

    /// <summary>Decoded from modified UTF-7.</summary>
    public string Name { get; }

    /// <summary>Null in a flat namespace.</summary>
    public char? Delimiter { get; }

    /// <summary>As sent: <c>\HasChildren</c>, <c>\Sent</c>, …</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>Counts, where they were asked for and given.</summary>
    public FolderStatus? Status { get; internal set; }

    public bool Has(string attribute)
    {
        foreach (string each in Attributes)
        {
            if (each.Equals(attribute, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    internal static ListResponse Read(ref ImapDecoder decoder, bool utf8)
    {
        decoder.ExpectSpace("list");
        IReadOnlyList<string> attributes = FlagList.Read(ref decoder, "mbx-list-flags");
        decoder.ExpectSpace("list");
        string? delimiter = decoder.ExpectNString("list: delimiter");
        decoder.ExpectSpace("list");
        int start = decoder.Position;
        // Exchange sends names with tabs unquoted (MailKit ImapUtils); what an atom cannot explain is the rest of the line.
        if (!decoder.TryAString(out string? name) || !(decoder.AtEnd || decoder.Peek == (byte)' '))
        {
            decoder.Position = start;
            name = StringPool.Decode(LineEnd.Trim(decoder.Rest));
        }

        if (!utf8)
        {
            ModifiedUtf7.TryDecode(name, out name);
        }

        if (name.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            name = "INBOX";
        }

        return new ListResponse(name, delimiter is { Length: 1 } ? delimiter[0] : null, attributes);
    }
}
