using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 4978
    /// <summary>
    /// Deflates both directions from now on: worth it on slow lines, not on fast ones. False where the server does not
    /// offer it or this runtime cannot (.NET Framework's DeflateStream does not flush).
    /// </summary>
    public async Task<bool> CompressAsync(CancellationToken cancellationToken = default)
    {
        if (!Capabilities.Has("COMPRESS=DEFLATE") || !DeflateLayer.IsSupported)
        {
            return false;
        }

        await ExecuteAsync(new SimpleCommand("COMPRESS", e => e.Raw("DEFLATE")), cancellationToken).ConfigureAwait(false);
        _wire.Wrap(inner => new DeflateLayer(inner));
        _wire.Trace?.Note("DEFLATE");
        return true;
    }
}
