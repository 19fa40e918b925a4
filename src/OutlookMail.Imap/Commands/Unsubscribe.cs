using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.8
    public Task UnsubscribeAsync(string folder, CancellationToken cancellationToken = default) =>
        ExecuteAsync(new SimpleCommand("UNSUBSCRIBE", e => e.Mailbox(folder)), cancellationToken);
}
