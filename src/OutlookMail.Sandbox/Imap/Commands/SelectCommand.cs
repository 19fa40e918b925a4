using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>SELECT and EXAMINE, RFC 9051 §6.3.2 and §6.3.3.</summary>
internal static class SelectCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        string name = FolderArgument.ReadName(ref reader);
        QuickResync.Known? known = session.IsStandard ? QuickResync.ReadSelectParameters(ref reader, session) : null;

        // RFC 9051 §6.3.2: a SELECT that fails leaves no folder selected.
        if (session.Selected is SelectedView before)
        {
            before.Dispose();
            session.Selected = null;
            if (session.IsStandard)
            {
                // RFC 7162 §3.2.11: told even when what follows fails.
                session.Out.Raw("* OK [CLOSED] Previous mailbox closed\r\n"u8);
                session.Emit();
            }
        }

        SandboxFolder folder = FolderArgument.Find(session, name);
        bool isReadOnly = command.Name == "EXAMINE";
        var view = new SelectedView(folder, isReadOnly, session.IsStandard);
        session.Selected = view;
        session.Out.Raw("* "u8).Number(view.Count).Raw(" EXISTS\r\n* "u8).Number(view.RecentCount).Raw(" RECENT\r\n"u8);
        FlagText.WriteKnown(session.Out, view);
        for (int i = 0; i < view.Count; i++)
        {
            if ((view[i].Flags & SandboxFlags.Seen) == 0)
            {
                session.Out.Raw("* OK [UNSEEN "u8).Number(i + 1).Raw("] Is the first unseen message\r\n"u8);
                break;
            }
        }

        session.Out.Raw("* OK [UIDVALIDITY "u8).Number(folder.UidValidity).Raw("] UIDVALIDITY value\r\n"u8);
        session.Out.Raw("* OK [UIDNEXT "u8).Number(folder.UidNext).Raw("] The next unique identifier value\r\n"u8);
        if (session.IsStandard)
        {
            // RFC 7162 §3.1.2.1: always told where CONDSTORE is offered; RFC 8474 §4.1.
            session.Out.Raw("* OK [HIGHESTMODSEQ "u8).Number(folder.HighestModSeq).Raw("] Highest\r\n"u8);
            session.Out.Raw("* OK [MAILBOXID ("u8).Raw(folder.ObjectId).Raw(")] Mailbox id\r\n"u8);
        }

        if (known is not null)
        {
            QuickResync.Tell(session, view, known);
        }

        return isReadOnly ? "[READ-ONLY] EXAMINE completed." : "[READ-WRITE] SELECT completed.";
    }
}
