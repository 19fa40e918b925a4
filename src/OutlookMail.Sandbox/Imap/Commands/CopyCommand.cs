using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>COPY and UID COPY, RFC 9051 §6.4.7, with COPYUID (RFC 4315).</summary>
internal static class CopyCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        string? code = CopyTo(session, command, out _);
        return code is null ? "COPY completed." : $"[{code}] COPY completed.";
    }

    /// <returns>The COPYUID response code; null when nothing was copied.</returns>
    public static string? CopyTo(ImapSession session, ImapCommand command, out IReadOnlyList<SandboxMessage> copied)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        SequenceSet set = MessageSet.Read(ref reader, view, command.IsUid);
        SandboxFolder target = FolderArgument.Find(session, FolderArgument.ReadName(ref reader), "[TRYCREATE] ");
        copied = [.. view.Resolve(set, command.IsUid).Select(i => view[i]).Where(m => !m.IsExpunged)];
        if (copied.Count == 0)
        {
            return null;
        }

        IReadOnlyList<SandboxMessage> copies = target.CopyIn(copied);
        return string.Create(CultureInfo.InvariantCulture, $"COPYUID {target.UidValidity} {Uids(copied)} {Uids(copies)}");
    }

    private static string Uids(IReadOnlyList<SandboxMessage> messages) => NumberRanges.Join([.. messages.Select(m => m.Uid)]);
}
