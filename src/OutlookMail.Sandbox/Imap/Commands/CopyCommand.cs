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
        SequenceSet set = MessageSet.Read(ref reader);
        SandboxFolder target = FolderArgument.Find(session, FolderArgument.ReadName(ref reader), "[TRYCREATE] ");
        copied = [.. view.Resolve(set, command.IsUid).Select(i => view[i]).Where(m => !m.IsExpunged)];
        if (copied.Count == 0)
        {
            return null;
        }

        IReadOnlyList<SandboxMessage> copies = target.CopyIn(copied);
        return string.Create(CultureInfo.InvariantCulture, $"COPYUID {target.UidValidity} {Join(copied)} {Join(copies)}");
    }

    private static string Join(IReadOnlyList<SandboxMessage> messages)
    {
        var ranges = new List<string>();
        for (int i = 0; i < messages.Count;)
        {
            int from = i;
            while (++i < messages.Count && messages[i].Uid == messages[i - 1].Uid + 1)
            {
            }

            ranges.Add(i - from == 1
                ? messages[from].Uid.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{messages[from].Uid}:{messages[i - 1].Uid}"));
        }

        return string.Join(',', ranges);
    }
}
