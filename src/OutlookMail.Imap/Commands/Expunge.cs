using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.4.3
    /// <summary>Removes every message marked <c>\Deleted</c> for good, also those that somebody else marked.</summary>
    public Task ExpungeAsync(CancellationToken cancellationToken = default) => ExecuteAsync(new SimpleCommand("EXPUNGE"), cancellationToken);

    // RFC 4315 §2.1
    /// <summary>The same for these messages only. Needs UIDPLUS.</summary>
    /// <exception cref="ImapRefusedException">Also, with BAD, where the server does not know it.</exception>
    public Task UidExpungeAsync(UidSet uids, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ImapCommand> commands = UidChunks.All(uids)
            .Select(chunk => new SimpleCommand("UID EXPUNGE", e => e.Raw(chunk.ToString())))
            .ToArray();
        return ExecuteAllAsync(commands, cancellationToken);
    }
}
