using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.4, RFC 6154 §3
    /// <param name="folder">The full name, with the server's delimiter between levels.</param>
    /// <param name="specialUse">As <c>\Archive</c>, where the server offers CREATE-SPECIAL-USE; else null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ImapRefusedException">ALREADYEXISTS where the server says so.</exception>
    public Task CreateAsync(string folder, string? specialUse = null, CancellationToken cancellationToken = default)
    {
        return ExecuteAsync(
            new SimpleCommand("CREATE", e =>
            {
                e.Mailbox(folder);
                if (specialUse is not null)
                {
                    e.Raw(" (USE (").Flag(specialUse).Raw("))");
                }
            }),
            cancellationToken);
    }
}
