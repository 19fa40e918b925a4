using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap;

/// <summary>Flags between their IMAP names and the store.</summary>
internal static class FlagText
{
    public const string All = "(\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)";

    private const string System = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

    private static readonly (SandboxFlags Flag, string Name)[] Names =
    [
        (SandboxFlags.Seen, "\\Seen"), (SandboxFlags.Answered, "\\Answered"), (SandboxFlags.Flagged, "\\Flagged"),
        (SandboxFlags.Deleted, "\\Deleted"), (SandboxFlags.Draft, "\\Draft"), (SandboxFlags.MdnSent, "$MDNSent"),
    ];

    /// <summary>FLAGS and PERMANENTFLAGS of a folder: Exchange's own set, or with the keywords that are in use and any other.</summary>
    public static void WriteKnown(ImapEncoder output, SelectedView view)
    {
        string known = view.TakesKeywords ? $"({string.Join(' ', view.Keywords.Prepend(System))})" : All;
        string permanent = view.IsReadOnly ? "()" : view.TakesKeywords ? known[..^1] + " \\*)" : All;
        output.Raw("* FLAGS "u8).Raw(known).Raw("\r\n* OK [PERMANENTFLAGS "u8).Raw(permanent).Raw("] Permanent flags\r\n"u8);
    }

    /// <param name="isRecent">Whether this session was the first to be told of the message.</param>
    public static void Write(ImapEncoder output, SandboxMessage message, bool isRecent = false)
    {
        output.Raw("("u8);
        bool first = !isRecent;
        output.Raw(isRecent ? "\\Recent" : "");
        foreach ((SandboxFlags flag, string name) in Names)
        {
            if ((message.Flags & flag) != 0)
            {
                output.Raw(first ? name : " " + name);
                first = false;
            }
        }

        foreach (string keyword in message.Keywords)
        {
            output.Raw(first ? keyword : " " + keyword);
            first = false;
        }

        output.Raw(")"u8);
    }

    public static SandboxFlags? TryParse(string name)
    {
        foreach ((SandboxFlags flag, string known) in Names)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return flag;
            }
        }

        return null;
    }

    /// <summary>Reads a flag list with or without parentheses (RFC 9051 §6.4.6).</summary>
    /// <param name="keywords">Where other keywords go; null where there are none, as at Exchange.</param>
    /// <exception cref="ImapCommandException">A keyword that is not taken.</exception>
    public static SandboxFlags Read(ref ImapDecoder reader, List<string>? keywords)
    {
        var flags = SandboxFlags.None;
        bool inList = reader.TryChar('(');
        while (!(inList && reader.TryChar(')')))
        {
            string name = Encoding.ASCII.GetString(reader.ExpectAtom("flag"));
            if (TryParse(name) is SandboxFlags flag)
            {
                flags |= flag;
            }
            else if (keywords is not null && !name.StartsWith('\\'))
            {
                keywords.Add(name);
            }
            else if (!name.Equals("\\Recent", StringComparison.OrdinalIgnoreCase))
            {
                throw ImapCommandException.Arguments(11);
            }

            if (!reader.TrySpace() && !inList)
            {
                break;
            }
        }

        return flags;
    }
}
