using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>CREATE, RFC 9051 §6.3.4.</summary>
internal static class CreateCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        string name = FolderArgument.ReadName(ref reader);
        if (name.Length == 0 || name.StartsWith('/'))
        {
            throw ImapCommandException.Arguments();
        }

        if (session.Mailbox!.Find(name) is not null)
        {
            throw ImapCommandException.No(session.IsStandard ? "[ALREADYEXISTS] Mailbox already exists." : "Mailbox already exists.");
        }

        session.Mailbox.Folder(name);
        return "CREATE completed.";
    }
}
