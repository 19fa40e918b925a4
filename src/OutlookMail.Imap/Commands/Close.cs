using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.4.1
    /// <summary>Closes the folder and, unless it is open read-only, removes what is marked <c>\Deleted</c> for good.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        await ExecuteAsync(new SimpleCommand("CLOSE"), cancellationToken).ConfigureAwait(false);
        Selected = null;
    }
}
