using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.6
    /// <summary>Renames a folder with those below it. Renaming INBOX moves its messages and leaves it empty.</summary>
    public Task RenameAsync(string folder, string newName, CancellationToken cancellationToken = default) =>
        ExecuteAsync(new SimpleCommand("RENAME", e => e.Mailbox(folder).Space().Mailbox(newName)), cancellationToken);
}
