using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>
/// SEARCH and UID SEARCH, RFC 9051 §6.4.4. Exchange knows US-ASCII only and has no keywords; the standard profile knows
/// UTF-8, keywords, MODSEQ (RFC 7162 §3.1.5), RETURN (RFC 4731) and SAVE (RFC 5182).
/// </summary>
internal static class SearchCommand
{
    private const string Save = "SAVE";

    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        reader.ExpectSpace("search");
        List<string>? options = ReadReturn(ref reader, session);
        bool isSaving = options?.Remove(Save) == true;
        List<int> indexes;
        try
        {
            MessageKeys.ReadOptionalCharset(ref reader, session.IsStandard);
            indexes = MessageKeys.Find(ref reader, view, session.IsStandard);
        }
        catch (ImapCommandException e) when (isSaving && e.Status == "NO")
        {
            // RFC 5182 §2.1: after NO nothing is saved, after BAD what was.
            view.Saved = [];
            throw;
        }

        List<uint> found = indexes.ConvertAll(i => command.IsUid ? view[i].Uid : (uint)i + 1);
        if (isSaving)
        {
            view.Saved = [.. Saved(options!, indexes).Select(i => view[i].Uid)];
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
        else if (options.Count > 0 || !isSaving)
        {
            // RFC 5182 §2.1: SAVE by itself has no answer but the tagged one.
            WriteExtended(session.Out, command, options, found);
        }

        return "SEARCH completed.";
    }

    // RFC 5182 §2.4: with MIN or MAX and neither ALL nor COUNT it is only these that are saved.
    private static IEnumerable<int> Saved(List<string> options, List<int> found)
    {
        if (found.Count == 0 || options.Count == 0 || options.Exists(o => o is "ALL" or "COUNT"))
        {
            return found;
        }

        return options.Select(o => o == "MIN" ? found[0] : found[^1]).Distinct();
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
            string option = Encoding.ASCII.GetString(reader.ExpectAtom("search-return-opt")).ToUpperInvariant();
            options.Add(option is "MIN" or "MAX" or "ALL" or "COUNT" || (option == Save && session.IsStandard) ? option : throw ImapCommandException.Arguments());
            reader.TrySpace();
        }

        reader.ExpectSpace("search");

        // RFC 4731 §3.1: nothing named means ALL. Exchange then finds nothing (MailKit #1177), which the front end that announces IMAP4rev2 lets clients meet.
        return options.Count == 0 && !session.IsProxy ? ["ALL"] : options;
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
