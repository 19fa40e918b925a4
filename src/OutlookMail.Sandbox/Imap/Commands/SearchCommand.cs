using System;
using System.Collections.Generic;
using System.Text;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>
/// SEARCH and UID SEARCH, RFC 9051 §6.4.4. Exchange knows US-ASCII only and has no keywords; the standard profile knows
/// UTF-8, keywords, MODSEQ (RFC 7162 §3.1.5) and RETURN (RFC 4731).
/// </summary>
internal static class SearchCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        reader.ExpectSpace("search");
        List<string>? options = ReadReturn(ref reader, session);
        ReadCharset(ref reader, session.IsStandard);

        var keys = new List<SearchKey>();
        do
        {
            keys.Add(SearchKey.Read(ref reader, view, session.IsStandard));
        }
        while (reader.TrySpace());
        if (!reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        var found = new List<uint>();
        for (int i = 0; i < view.Count; i++)
        {
            if (!view[i].IsExpunged && keys.TrueForAll(k => k.Matches(view[i], i)))
            {
                found.Add(command.IsUid ? view[i].Uid : (uint)i + 1);
            }
        }

        if (options is null)
        {
            session.Out.Raw("* SEARCH"u8);
            foreach (uint number in found)
            {
                session.Out.Space().Number(number);
            }

            session.Out.EndLine();
        }
        else
        {
            WriteExtended(session.Out, command, options, found);
        }

        return "SEARCH completed.";
    }

    private static List<string>? ReadReturn(ref ImapDecoder reader, ImapSession session)
    {
        int start = reader.Position;
        if (!(session.IsStandard || session.IsProxy) || !reader.TryAtom(out ReadOnlySpan<byte> word) || !Keyword.Is(word, "RETURN"))
        {
            reader.Position = start;
            return null;
        }

        reader.ExpectSpace("search-return-opts");
        reader.ExpectChar('(', "search-return-opts");
        var options = new List<string>();
        while (!reader.TryChar(')'))
        {
            options.Add(Encoding.ASCII.GetString(reader.ExpectAtom("search-return-opt")).ToUpperInvariant());
            reader.TrySpace();
        }

        reader.ExpectSpace("search");

        // RFC 4731 §3.1: nothing named means ALL. Exchange then finds nothing (MailKit #1177), which the front end that announces IMAP4rev2 lets clients meet.
        return options.Count == 0 && !session.IsProxy ? ["ALL"] : options;
    }

    private static void ReadCharset(ref ImapDecoder reader, bool isStandard)
    {
        int start = reader.Position;
        if (!reader.TryAtom(out ReadOnlySpan<byte> first) || !Keyword.Is(first, "CHARSET"))
        {
            reader.Position = start;
            return;
        }

        reader.ExpectSpace("charset");
        string charset = reader.ExpectAString("charset").ToUpperInvariant();
        if (charset != "US-ASCII" && !(isStandard && charset == "UTF-8"))
        {
            throw ImapCommandException.No(isStandard
                ? "[BADCHARSET (US-ASCII UTF-8)] Unknown charset."
                : "[BADCHARSET (US-ASCII)] The specified charset is not supported.");
        }

        reader.ExpectSpace("search");
    }

    private static void WriteExtended(ImapEncoder output, ImapCommand command, List<string> options, List<uint> found)
    {
        output.Raw("* ESEARCH (TAG "u8).String(command.Tag).Raw(")"u8).Raw(command.IsUid ? " UID" : "");
        foreach (string option in options)
        {
            switch (option)
            {
                case "COUNT":
                    output.Raw(" COUNT "u8).Number(found.Count);
                    break;
                case "MIN" when found.Count > 0:
                    output.Raw(" MIN "u8).Number(found[0]);
                    break;
                case "MAX" when found.Count > 0:
                    output.Raw(" MAX "u8).Number(found[^1]);
                    break;
                case "ALL" when found.Count > 0:
                    output.Raw(" ALL "u8).Raw(NumberRanges.Join(found));
                    break;
                case "MIN" or "MAX" or "ALL":
                    break;
                default:
                    throw ImapCommandException.Arguments();
            }
        }

        output.EndLine();
    }
}
