using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.4.2
    /// <summary>Closes the folder and removes nothing. Without UNSELECT the folder is opened read-only and then closed.</summary>
    public async Task UnselectAsync(CancellationToken cancellationToken = default)
    {
        if (Capabilities.Has("UNSELECT"))
        {
            await ExecuteAsync(new SimpleCommand("UNSELECT"), cancellationToken).ConfigureAwait(false);
            Selected = null;
            return;
        }

        if (Selected is { ReadOnly: false } folder)
        {
            await SelectAsync(folder.Name, readOnly: true, cancellationToken).ConfigureAwait(false);
        }

        if (Selected is not null)
        {
            await CloseAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
