using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>DELETE, RFC 9051 §6.3.5. Exchange keeps its default folders.</summary>
internal static class DeleteCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        SandboxFolder folder = FolderArgument.Find(session, FolderArgument.ReadName(ref reader), session.IsStandard ? "[NONEXISTENT] " : "");
        if (SandboxMailbox.IsDefault(folder.Name) || session.Mailbox!.HasChildren(folder.Name))
        {
            throw ImapCommandException.No("DELETE failed.");
        }

        session.Mailbox.Remove(folder.Name);
        folder.Expunge(_ => true);
        return "DELETE completed.";
    }
}
