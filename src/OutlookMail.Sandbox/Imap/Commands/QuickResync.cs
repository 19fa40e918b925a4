using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>What QRESYNC adds to SELECT and FETCH, RFC 7162 §3.2.</summary>
internal static class QuickResync
{
    /// <summary>What a client says that it knows of a folder.</summary>
    /// <param name="Uids">Null: all of them.</param>
    internal sealed record Known(uint UidValidity, long ModSeq, SequenceSet? Uids);

    /// <summary>Reads select-params, from the space before the parenthesis.</summary>
    public static Known? ReadSelectParameters(ref ImapDecoder reader, ImapSession session)
    {
        if (!reader.TrySpace())
        {
            return null;
        }

        reader.ExpectChar('(', "select-param");
        Known? known = null;
        while (!reader.TryChar(')'))
        {
            System.ReadOnlySpan<byte> name = reader.ExpectAtom("select-param");
            if (Keyword.Is(name, "QRESYNC"))
            {
                known = ReadKnown(ref reader, session);
            }
            else if (Keyword.Is(name, "CONDSTORE"))
            {
                session.EnableModSeq();
            }
            else
            {
                throw ImapCommandException.Arguments();
            }

            reader.TrySpace();
        }

        return known;
    }

    /// <summary>Tells what has gone and what has changed since; nothing when the folder's UIDs are others now.</summary>
    public static void Tell(ImapSession session, SelectedView view, Known known)
    {
        if (known.UidValidity != view.Folder.UidValidity)
        {
            return;
        }

        uint largest = view.Folder.UidNext - 1;
        TellVanished(session, view.Folder.Vanished(known.ModSeq).Where(u => known.Uids is not SequenceSet set || set.Contains(u, largest)));
        for (int i = 0; i < view.Count; i++)
        {
            SandboxMessage message = view[i];
            if (message.ModSeq > known.ModSeq && (known.Uids is not SequenceSet set || set.Contains(message.Uid, largest)))
            {
                session.Out.Raw("* "u8).Number(i + 1).Raw(" FETCH (UID "u8).Number(message.Uid).Raw(" FLAGS "u8);
                FlagText.Write(session.Out, message, view.IsRecent(message));
                session.Out.Raw(" MODSEQ ("u8).Number(message.ModSeq).Raw("))\r\n"u8);
            }
        }
    }

    public static void TellVanished(ImapSession session, IEnumerable<uint> uids)
    {
        uint[] gone = [.. uids];
        if (gone.Length > 0)
        {
            session.Out.Raw("* VANISHED (EARLIER) "u8).Raw(NumberRanges.Join(gone)).EndLine();
        }
    }

    private static Known ReadKnown(ref ImapDecoder reader, ImapSession session)
    {
        if (!session.IsQuickResync)
        {
            throw new ImapCommandException("BAD", "QRESYNC is to be enabled first.");
        }

        reader.ExpectSpace("qresync");
        reader.ExpectChar('(', "qresync");
        uint uidValidity = reader.ExpectNumber("qresync");
        reader.ExpectSpace("qresync");
        long modSeq = reader.ExpectNumber64("qresync");
        SequenceSet? uids = null;
        if (reader.TrySpace() && reader.Peek != '(')
        {
            uids = SequenceSet.TryParse(reader.ExpectAtom("known-uids"), out SequenceSet set) ? set : throw ImapCommandException.Arguments();
            reader.TrySpace();
        }

        // seq-match-data would let the server forget what has vanished; this one does not forget and needs no help.
        if (reader.TryChar('('))
        {
            reader.ExpectAtom("known-sequence-set");
            reader.ExpectSpace("seq-match-data");
            reader.ExpectAtom("known-uid-set");
            reader.ExpectChar(')', "seq-match-data");
        }

        reader.ExpectChar(')', "qresync");
        return new Known(uidValidity, modSeq, uids);
    }
}
