using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 7162 §3.1.4, §3.2.6
    /// <summary>Flags that changed since a MODSEQ and, where QRESYNC was enabled, messages that are gone. Needs CONDSTORE.</summary>
    public async Task<FolderChanges> UidFetchChangesAsync(
        UidSet uids, ulong changedSince, bool vanished, CancellationToken cancellationToken = default)
    {
        var changes = new FolderChanges();
        await ExecuteAllAsync(
            UidChunks.All(uids).Select(chunk => new UidFetchChangesCommand(chunk, changedSince, vanished, changes)).ToArray(),
            cancellationToken).ConfigureAwait(false);
        return changes;
    }
}

internal sealed class UidFetchChangesCommand : ImapCommand
{
    private readonly UidSet _uids;
    private readonly ulong _since;
    private readonly bool _vanished;
    private readonly FolderChanges _changes;

    public UidFetchChangesCommand(UidSet uids, ulong since, bool vanished, FolderChanges changes)
    {
        _uids = uids;
        _since = since;
        _vanished = vanished;
        _changes = changes;
    }

    public override string Name => "UID FETCH";

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw("UID FETCH ").Raw(_uids.ToString()).Raw(" (UID FLAGS MODSEQ) (CHANGEDSINCE ");
        encoder.Raw(_since.ToString(CultureInfo.InvariantCulture)).Raw(_vanished ? " VANISHED)" : ")");
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder) => Take(kind, number, ref decoder, _changes);

    /// <summary>A changed message or an earlier removal; false for anything else.</summary>
    public static bool Take(DataKind kind, uint number, ref ImapDecoder decoder, FolderChanges changes)
    {
        if (kind == DataKind.Fetch && decoder.TrySpace() && decoder.TryChar('('))
        {
            var message = new FetchedMessage { Sequence = number };
            FetchReader.Read(ref decoder, message, out _);
            if (message.Uid != 0)
            {
                changes.Messages.Add(message);
            }

            return message.Uid != 0;
        }

        if (kind == DataKind.Vanished && VanishedReader.TryRead(ref decoder, out UidSet gone, out bool earlier) && earlier)
        {
            changes.Vanished = changes.Vanished.Union(gone);
            return true;
        }

        return false;
    }
}
