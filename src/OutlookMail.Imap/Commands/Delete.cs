using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.5
    /// <summary>Deletes a folder and the messages in it.</summary>
    public async Task DeleteAsync(string folder, CancellationToken cancellationToken = default)
    {
        await ExecuteAsync(new SimpleCommand("DELETE", e => e.Mailbox(folder)), cancellationToken).ConfigureAwait(false);
        if (string.Equals(Selected?.Name, folder, StringComparison.Ordinal))
        {
            Selected = null;
        }
    }
}
