using System.Collections.Generic;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>STORE and UID STORE, RFC 9051 §6.4.6.</summary>
internal static class StoreCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        SequenceSet set = MessageSet.Read(ref reader);
        reader.ExpectSpace("store-att-flags");
        string how = Encoding.ASCII.GetString(reader.ExpectAtom("store-att-flags")).ToUpperInvariant();
        reader.ExpectSpace("store-att-flags");
        SandboxFlags flags = FlagText.Read(ref reader);
        bool isSilent = how.EndsWith(".SILENT", System.StringComparison.Ordinal);
        if (view.IsReadOnly)
        {
            throw ImapCommandException.No("The folder is read-only.");
        }

        List<int> indexes = view.Resolve(set, command.IsUid);
        foreach (int index in indexes)
        {
            SandboxMessage message = view[index];
            SandboxFlags after = (isSilent ? how[..^7] : how) switch
            {
                "FLAGS" => flags,
                "+FLAGS" => message.Flags | flags,
                "-FLAGS" => message.Flags & ~flags,
                _ => throw ImapCommandException.Arguments(),
            };
            view.Folder.SetFlags(message, after, message.Keywords);
            view.MarkTold(index);
            if (!isSilent)
            {
                session.Out.Raw("* "u8).Number(index + 1).Raw(" FETCH (FLAGS "u8);
                FlagText.Write(session.Out, message);
                if (command.IsUid)
                {
                    session.Out.Raw(" UID "u8).Number(message.Uid);
                }

                session.Out.Raw(")\r\n"u8);
            }
        }

        return "STORE completed.";
    }
}
