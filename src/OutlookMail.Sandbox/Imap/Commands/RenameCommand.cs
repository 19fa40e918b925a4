using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>RENAME, RFC 9051 §6.3.6. Exchange keeps its default folders.</summary>
internal static class RenameCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        SandboxFolder folder = FolderArgument.Find(session, FolderArgument.ReadName(ref reader), session.IsStandard ? "[NONEXISTENT] " : "");
        string name = FolderArgument.ReadName(ref reader);
        if (SandboxMailbox.IsDefault(folder.Name) || name.Length == 0)
        {
            throw ImapCommandException.No("RENAME failed.");
        }

        if (session.Mailbox!.Find(name) is not null)
        {
            throw ImapCommandException.No(session.IsStandard ? "[ALREADYEXISTS] Mailbox already exists." : "Mailbox already exists.");
        }

        session.Mailbox.Rename(folder.Name, name);
        return "RENAME completed.";
    }
}
