using System.Collections.Generic;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>SEARCH and UID SEARCH, RFC 9051 §6.4.4. Exchange knows US-ASCII only and has no keywords.</summary>
internal static class SearchCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        reader.ExpectSpace("search");
        int start = reader.Position;
        if (reader.TryAtom(out System.ReadOnlySpan<byte> first) && Keyword.Is(first, "CHARSET"))
        {
            reader.ExpectSpace("charset");
            if (!reader.ExpectAString("charset").Equals("US-ASCII", System.StringComparison.OrdinalIgnoreCase))
            {
                throw ImapCommandException.No("[BADCHARSET (US-ASCII)] The specified charset is not supported.");
            }

            reader.ExpectSpace("search");
        }
        else
        {
            reader.Position = start;
        }

        var keys = new List<SearchKey>();
        do
        {
            keys.Add(SearchKey.Read(ref reader, view));
        }
        while (reader.TrySpace());
        if (!reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        session.Out.Raw("* SEARCH"u8);
        for (int i = 0; i < view.Count; i++)
        {
            if (!view[i].IsExpunged && keys.TrueForAll(k => k.Matches(view[i], i)))
            {
                session.Out.Space().Number(command.IsUid ? view[i].Uid : i + 1);
            }
        }

        session.Out.EndLine();
        return "SEARCH completed.";
    }
}
