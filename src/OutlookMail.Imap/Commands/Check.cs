using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 3501 §6.4.1; RFC 9051 dropped it.
    public Task CheckAsync(CancellationToken cancellationToken = default) => ExecuteAsync(new SimpleCommand("CHECK"), cancellationToken);
}
