using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.1.3
    /// <summary>Says goodbye and closes. Nothing to do on a connection that is broken.</summary>
    public async Task LogoutAsync(CancellationToken cancellationToken = default)
    {
        if (IsBroken)
        {
            return;
        }

        _loggingOut = true;
        try
        {
            await ExecuteAsync(new SimpleCommand("LOGOUT"), cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionBrokenException)
        {
            // Servers that close without the tagged OK have done what was asked.
        }
        finally
        {
            _wire.Abort();
        }
    }
}
