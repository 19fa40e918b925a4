using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 6851; without MOVE: COPY, STORE +FLAGS.SILENT (\Deleted), UID EXPUNGE, as its §3.3 describes.
    /// <summary>
    /// Moves messages of the selected folder. Without MOVE the originals are marked only after every copy was made,
    /// so that a failure leaves doubles and never a loss.
    /// </summary>
    public async Task<CopyResult> UidMoveAsync(UidSet uids, string folder, CancellationToken cancellationToken = default)
    {
        if (Capabilities.Has("MOVE"))
        {
            var result = new CopyResult();
            await ExecuteAllAsync(
                UidChunks.All(uids).Select(chunk => new UidCopyCommand("UID MOVE", chunk, folder, result)).ToArray(),
                cancellationToken).ConfigureAwait(false);
            return result;
        }

        CopyResult copied = await UidCopyAsync(uids, folder, cancellationToken).ConfigureAwait(false);
        await UidStoreAsync(uids, StoreMode.Add, ["\\Deleted"], cancellationToken: cancellationToken).ConfigureAwait(false);
        if (Capabilities.Has("UIDPLUS"))
        {
            await UidExpungeAsync(uids, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            copied.OriginalsLeftMarked = true;
        }

        return copied;
    }
}
