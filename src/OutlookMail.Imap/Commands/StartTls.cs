using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.2.1
    private async Task StartTlsAsync(string host, CancellationToken cancellationToken)
    {
        // PREAUTH on a plain connection cannot be upgraded any more: it would be a downgrade by whoever sent it.
        if (IsAuthenticated)
        {
            throw new TlsFailedException(host, TlsFailedException.NotOffered, null);
        }

        if (Capabilities == ImapCapabilities.None)
        {
            await ReadCapabilitiesAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!Capabilities.Has("STARTTLS"))
        {
            throw new TlsFailedException(host, TlsFailedException.NotOffered, null);
        }

        await ExecuteAsync(new SimpleCommand("STARTTLS"), cancellationToken).ConfigureAwait(false);
        await _wire.StartTlsAsync(host, cancellationToken).ConfigureAwait(false);
        _scanner = default;
        // What was announced before TLS may have been forged.
        Capabilities = ImapCapabilities.None;
        await ReadCapabilitiesAsync(cancellationToken).ConfigureAwait(false);
    }
}
