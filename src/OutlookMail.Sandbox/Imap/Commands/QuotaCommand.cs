using System.Linq;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>GETQUOTA and GETQUOTAROOT, RFC 9208 §4.1; the standard profile only. One root of the whole mailbox, never full.</summary>
internal static class QuotaCommand
{
    // What Exchange Online gives a mailbox of its larger plans, 100 GB, in units of 1024 octets.
    private const long Storage = 100L * 1024 * 1024;

    private const int Unit = 1024;

    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        if (command.Name == "GETQUOTAROOT")
        {
            SandboxFolder folder = FolderArgument.Find(session, FolderArgument.ReadName(ref reader));
            session.Out.Raw("* QUOTAROOT "u8).Mailbox(folder.Name).Raw(" \"\"\r\n"u8);
        }
        else
        {
            reader.ExpectSpace("quota-root-name");
            if (reader.ExpectAString("quota-root-name").Length > 0)
            {
                throw ImapCommandException.No("[NONEXISTENT] No such quota root.");
            }
        }

        if (!reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        long used = session.Mailbox!.Folders.Sum(folder => folder.Messages.Sum(message => (long)message.Length));
        session.Out.Raw("* QUOTA \"\" (STORAGE "u8).Number((used + Unit - 1) / Unit).Space().Number(Storage).Raw(")\r\n"u8);
        return command.Name + " completed.";
    }
}
