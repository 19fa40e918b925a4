using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.4.7
    /// <summary>Copies messages of the selected folder. UIDs that no message has are passed over.</summary>
    /// <exception cref="ImapRefusedException">TRYCREATE or NONEXISTENT: there is no such folder.</exception>
    public async Task<CopyResult> UidCopyAsync(UidSet uids, string folder, CancellationToken cancellationToken = default)
    {
        var result = new CopyResult();
        await ExecuteAllAsync(
            UidChunks.All(uids).Select(chunk => new UidCopyCommand("UID COPY", chunk, folder, result)).ToArray(),
            cancellationToken).ConfigureAwait(false);
        return result;
    }
}

/// <summary>COPY and MOVE, which differ in name only: MOVE tells COPYUID in an untagged OK (RFC 6851 §4.3).</summary>
internal sealed class UidCopyCommand : ImapCommand
{
    private readonly UidSet _uids;
    private readonly string _folder;
    private readonly CopyResult _result;

    public UidCopyCommand(string name, UidSet uids, string folder, CopyResult result)
    {
        Name = name;
        _uids = uids;
        _folder = folder;
        _result = result;
    }

    public override string Name { get; }

    public override void Write(ImapEncoder encoder) => encoder.Raw(Name).Space().Raw(_uids.ToString()).Space().Mailbox(_folder);

    public override void Status(StatusResponse response) => _result.Take(response);
}
