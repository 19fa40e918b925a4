using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.7
    public Task SubscribeAsync(string folder, CancellationToken cancellationToken = default) =>
        ExecuteAsync(new SimpleCommand("SUBSCRIBE", e => e.Mailbox(folder)), cancellationToken);
}
