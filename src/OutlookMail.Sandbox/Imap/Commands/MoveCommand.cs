using System.Collections.Generic;
using System.Linq;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>MOVE and UID MOVE, RFC 9051 §6.4.8: COPYUID comes untagged, before the EXPUNGEs.</summary>
internal static class MoveCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        if (view.IsReadOnly)
        {
            throw ImapCommandException.No("The folder is read-only.");
        }

        if (CopyCommand.CopyTo(session, command, out IReadOnlyList<SandboxMessage> moved) is string code)
        {
            session.Out.Raw("* OK [").Raw(code).Raw("]\r\n"u8);
            HashSet<SandboxMessage> gone = [.. moved];
            view.Folder.Expunge(gone.Contains);
        }

        return "MOVE completed.";
    }
}
