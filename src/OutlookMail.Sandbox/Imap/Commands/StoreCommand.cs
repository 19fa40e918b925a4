using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>STORE and UID STORE, RFC 9051 §6.4.6, with UNCHANGEDSINCE (RFC 7162 §3.1.3) in the standard profile.</summary>
internal static class StoreCommand
{
    private sealed record Change(string How, bool IsSilent, SandboxFlags Flags, List<string> Keywords, long? UnchangedSince);

    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        SequenceSet set = MessageSet.Read(ref reader, view, command.IsUid);
        Change change = Read(ref reader, session);
        if (view.IsReadOnly)
        {
            throw ImapCommandException.No("The folder is read-only.");
        }

        if (change.Keywords.Exists(k => !view.Keywords.Contains(k)))
        {
            view.Keywords.UnionWith(change.Keywords);
            FlagText.WriteKnown(session.Out, view);
        }

        var modified = new List<long>();
        foreach (int index in view.Resolve(set, command.IsUid))
        {
            if (change.UnchangedSince is long since && view[index].ModSeq > since)
            {
                modified.Add(command.IsUid ? view[index].Uid : index + 1);
                continue;
            }

            Apply(view, index, change);
            if (!change.IsSilent || change.UnchangedSince is not null || session.KnowsModSeq)
            {
                Tell(session, view, index, command.IsUid, change);
            }
        }

        return modified.Count == 0
            ? "STORE completed."
            : $"[MODIFIED {string.Join(',', modified.Select(m => m.ToString(CultureInfo.InvariantCulture)))}] Conditional STORE failed.";
    }

    private static Change Read(ref ImapDecoder reader, ImapSession session)
    {
        reader.ExpectSpace("store-att-flags");
        long? since = null;
        if (session.IsStandard && reader.TryChar('('))
        {
            if (!Keyword.Is(reader.ExpectAtom("store-modifier"), "UNCHANGEDSINCE"))
            {
                throw ImapCommandException.Arguments();
            }

            reader.ExpectSpace("store-modifier");
            since = reader.ExpectNumber64("store-modifier");
            reader.ExpectChar(')', "store-modifier");
            reader.ExpectSpace("store-att-flags");
            session.EnableModSeq();
        }

        string how = Encoding.ASCII.GetString(reader.ExpectAtom("store-att-flags")).ToUpperInvariant();
        bool isSilent = how.EndsWith(".SILENT", StringComparison.Ordinal);
        how = isSilent ? how[..^7] : how;
        if (how is not ("FLAGS" or "+FLAGS" or "-FLAGS"))
        {
            throw ImapCommandException.Arguments();
        }

        reader.ExpectSpace("store-att-flags");
        List<string> keywords = [];
        SandboxFlags flags = FlagText.Read(ref reader, session.IsStandard ? keywords : null);
        return new Change(how, isSilent, flags, keywords, since);
    }

    private static void Apply(SelectedView view, int index, Change change)
    {
        SandboxMessage message = view[index];
        (SandboxFlags flags, IEnumerable<string> keywords) = change.How switch
        {
            "+FLAGS" => (message.Flags | change.Flags, message.Keywords.Union(change.Keywords, StringComparer.OrdinalIgnoreCase)),
            "-FLAGS" => (message.Flags & ~change.Flags, message.Keywords.Except(change.Keywords, StringComparer.OrdinalIgnoreCase)),
            _ => (change.Flags, change.Keywords),
        };
        view.Folder.SetFlags(message, flags, [.. keywords]);
        view.MarkTold(index);
    }

    private static void Tell(ImapSession session, SelectedView view, int index, bool isUid, Change change)
    {
        SandboxMessage message = view[index];
        session.Out.Raw("* "u8).Number(index + 1).Raw(" FETCH ("u8);
        if (!change.IsSilent)
        {
            session.Out.Raw("FLAGS "u8);
            FlagText.Write(session.Out, message, view.IsRecent(message));
        }

        if (isUid)
        {
            session.Out.Raw(change.IsSilent ? "UID " : " UID ").Number(message.Uid);
        }

        if (session.KnowsModSeq)
        {
            session.Out.Raw(change.IsSilent && !isUid ? "MODSEQ (" : " MODSEQ (").Number(message.ModSeq).Raw(")"u8);
        }

        session.Out.Raw(")\r\n"u8);
    }
}
