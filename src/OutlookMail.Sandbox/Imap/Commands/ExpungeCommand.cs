using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>EXPUNGE and UID EXPUNGE, RFC 9051 §6.4.3 and §6.4.9. The untagged responses come from the view's report.</summary>
internal static class ExpungeCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        if (view.IsReadOnly)
        {
            throw ImapCommandException.No("The folder is read-only.");
        }

        if (command.IsUid)
        {
            ImapDecoder reader = command.Arguments();
            SequenceSet set = MessageSet.Read(ref reader, view, command.IsUid);
            uint largest = view.Count == 0 ? 0 : view[view.Count - 1].Uid;
            view.Folder.Expunge(m => (m.Flags & SandboxFlags.Deleted) != 0 && set.Contains(m.Uid, largest));
        }
        else
        {
            view.Folder.Expunge(m => (m.Flags & SandboxFlags.Deleted) != 0);
        }

        // RFC 7162 §3.2.7
        return session.IsQuickResync
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[HIGHESTMODSEQ {view.Folder.HighestModSeq}] EXPUNGE completed.")
            : "EXPUNGE completed.";
    }
}
