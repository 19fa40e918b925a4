using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.1.1
    private Task ReadCapabilitiesAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(new SimpleCommand("CAPABILITY"), cancellationToken);
}
