using System.Text;
using System.Text.RegularExpressions;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>LIST and LSUB, RFC 9051 §6.3.9, RFC 3501 §6.3.9. Only the standard profile tells of special uses.</summary>
internal static class ListCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        string reference = FolderArgument.ReadName(ref reader);
        string pattern = FolderArgument.ReadName(ref reader);
        bool isLsub = command.Name == "LSUB";
        if (pattern.Length == 0 && !isLsub)
        {
            session.Out.Raw("* LIST (\\Noselect) \"/\" \"\"\r\n"u8);
            return "LIST completed.";
        }

        Regex match = ToRegex(reference.Length == 0 ? pattern : reference + (pattern.StartsWith('/') ? "" : "/") + pattern);
        foreach (SandboxFolder folder in session.Mailbox!.Folders)
        {
            if ((isLsub && !folder.IsSubscribed) || !match.IsMatch(folder.Name))
            {
                continue;
            }

            string marked = folder.Name == SandboxMailbox.Inbox ? "\\Marked " : "";
            string children = session.Mailbox.HasChildren(folder.Name) ? "\\HasChildren" : "\\HasNoChildren";
            string use = session.IsStandard && SpecialUse(folder.Name) is string known ? " " + known : "";
            session.Out.Raw($"* {command.Name} ({marked}{children}{use}) \"/\" ").Mailbox(folder.Name).EndLine();
        }

        return command.Name + " completed.";
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

    private static Regex ToRegex(string pattern)
    {
        var text = new StringBuilder("^");
        foreach (char c in pattern)
        {
            text.Append(c switch
            {
                '*' => ".*",
                '%' => "[^/]*",
                _ => Regex.Escape(c.ToString()),
            });
        }

        return new Regex(text.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
