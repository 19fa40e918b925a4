using System.Collections.Generic;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>LIST and LSUB, RFC 9051 §6.3.9, RFC 3501 §6.3.9. Only the standard profile tells of special uses.</summary>
internal static class ListCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ListRequest request = ListRequest.Read(session, command);
        bool isLsub = command.Name == "LSUB";
        if (request.AsksDelimiter)
        {
            session.Out.Raw("* LIST (\\Noselect) \"/\" \"\"\r\n"u8);
            return "LIST completed.";
        }

        foreach (SandboxFolder folder in session.Mailbox!.Folders)
        {
            string? use = session.IsStandard ? SpecialUse(folder.Name) : null;
            if (((isLsub || request.SubscribedOnly) && !folder.IsSubscribed) || (request.SpecialUseOnly && use is null) || !request.Matches(folder.Name))
            {
                continue;
            }

            string attributes = string.Join(' ', Attributes(session, request, folder, use, isLsub && session.IsStandard));
            session.Out.Raw($"* {command.Name} ({attributes}) \"/\" ").Mailbox(folder.Name).EndLine();
            if (request.StatusItems is not null)
            {
                StatusCommand.Write(session, folder, request.StatusItems);
            }
        }

        return command.Name + " completed.";
    }

    private static IEnumerable<string> Attributes(ImapSession session, ListRequest request, SandboxFolder folder, string? use, bool isBare)
    {
        if (isBare)
        {
            yield break;
        }

        if (folder.Name == SandboxMailbox.Inbox)
        {
            yield return "\\Marked";
        }

        if (request.ReturnsChildren)
        {
            yield return session.Mailbox!.HasChildren(folder.Name) ? "\\HasChildren" : "\\HasNoChildren";
        }

        if (request.ReturnsSubscribed && folder.IsSubscribed)
        {
            yield return "\\Subscribed";
        }

        if (use is not null)
        {
            yield return use;
        }
    }

    // RFC 6154 §2
    private static string? SpecialUse(string name) => name switch
    {
        "Archive" => "\\Archive",
        "Deleted Items" => "\\Trash",
        "Drafts" => "\\Drafts",
        "Junk Email" => "\\Junk",
        SandboxMailbox.SentItems => "\\Sent",
        _ => null,
    };
}
