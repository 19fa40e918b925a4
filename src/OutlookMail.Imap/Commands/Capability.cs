using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.1.1
    private Task ReadCapabilitiesAsync(CancellationToken cancellationToken) => ExecuteAsync(new CapabilityCommand(), cancellationToken);
}

internal sealed class CapabilityCommand : ImapCommand
{
    public override string Name => "CAPABILITY";

    public override void Write(ImapEncoder encoder) => encoder.Raw(Name);
}
