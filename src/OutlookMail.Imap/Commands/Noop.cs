using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.1.2
    /// <summary>Asks for news; they come through <see cref="Changed"/> and <see cref="Selected"/>.</summary>
    public Task NoopAsync(CancellationToken cancellationToken = default) => ExecuteAsync(new SimpleCommand("NOOP"), cancellationToken);
}
