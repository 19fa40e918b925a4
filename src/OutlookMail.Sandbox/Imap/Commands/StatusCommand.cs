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
        reader.ExpectChar('(', "status-att");
        IReadOnlyList<SandboxMessage> messages = folder.Messages;
        session.Out.Raw("* STATUS "u8).Mailbox(folder.Name).Raw(" ("u8);
        bool first = true;
        while (!reader.TryChar(')'))
        {
            string item = Encoding.ASCII.GetString(reader.ExpectAtom("status-att")).ToUpperInvariant();
            long value = item switch
            {
                "MESSAGES" => messages.Count,
                "RECENT" => 0,
                "UIDNEXT" => folder.UidNext,
                "UIDVALIDITY" => folder.UidValidity,
                "UNSEEN" => messages.Count(m => (m.Flags & SandboxFlags.Seen) == 0),
                "HIGHESTMODSEQ" when session.IsStandard => folder.HighestModSeq,
                _ => throw ImapCommandException.Arguments(11),
            };
            session.Out.Raw(first ? "" : " ").Raw(item).Space().Number(value);
            first = false;
            reader.TrySpace();
        }

        session.Out.Raw(")\r\n"u8);
        return "STATUS completed.";
    }
}
