using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>STATUS, RFC 9051 §6.3.11.</summary>
internal static class StatusCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        SandboxFolder folder = FolderArgument.Find(session, FolderArgument.ReadName(ref reader));
        reader.ExpectSpace("status-att");
        Write(session, folder, ReadItems(ref reader));
        return "STATUS completed.";
    }

    /// <summary>Reads from the parenthesis on.</summary>
    public static List<string> ReadItems(ref ImapDecoder reader)
    {
        reader.ExpectChar('(', "status-att");
        var items = new List<string>();
        while (!reader.TryChar(')'))
        {
            items.Add(Encoding.ASCII.GetString(reader.ExpectAtom("status-att")).ToUpperInvariant());
            reader.TrySpace();
        }

        return items;
    }

    public static void Write(ImapSession session, SandboxFolder folder, List<string> items)
    {
        IReadOnlyList<SandboxMessage> messages = folder.Messages;
        session.Out.Raw("* STATUS "u8).Mailbox(folder.Name).Raw(" ("u8);
        bool first = true;
        foreach (string item in items)
        {
            if (session.IsStandard && item == "MAILBOXID")
            {
                session.Out.Raw(first ? "" : " ").Raw("MAILBOXID ("u8).Raw(folder.ObjectId).Raw(")"u8);
                first = false;
                continue;
            }

            long value = item switch
            {
                "MESSAGES" => messages.Count,
                "RECENT" => session.IsStandard ? messages.Count(m => m.Uid >= folder.RecentFrom) : 0,
                "UIDNEXT" => folder.UidNext,
                "UIDVALIDITY" => folder.UidValidity,
                "UNSEEN" => messages.Count(m => (m.Flags & SandboxFlags.Seen) == 0),
                "SIZE" when session.IsStandard => messages.Sum(m => (long)m.Length),
                "HIGHESTMODSEQ" when session.IsStandard => folder.HighestModSeq,
                _ => throw ImapCommandException.Arguments(11),
            };
            session.Out.Raw(first ? "" : " ").Raw(item).Space().Number(value);
            first = false;
        }

        session.Out.Raw(")\r\n"u8);
    }
}
