using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>CLOSE and UNSELECT, RFC 9051 §6.4.1 and §6.4.2.</summary>
internal static class CloseCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        session.Selected = null;
        view.Dispose();
        if (command.Name == "CLOSE" && !view.IsReadOnly)
        {
            view.Folder.Expunge(m => (m.Flags & SandboxFlags.Deleted) != 0);
        }

        return command.Name + " completed.";
    }
}
