using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.11
    /// <summary>Counts of a folder; not meant for the selected one.</summary>
    public async Task<FolderStatus> StatusAsync(string folder, StatusItems items, CancellationToken cancellationToken = default)
    {
        var found = new List<FolderStatus>();
        await ExecuteAsync(new StatusCommand(folder, items, Utf8, found), cancellationToken).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : new FolderStatus(folder);
    }
}

internal sealed class StatusCommand : ImapCommand
{
    private readonly string _folder;
    private readonly StatusItems _items;
    private readonly bool _utf8;
    private readonly List<FolderStatus> _found;

    public StatusCommand(string folder, StatusItems items, bool utf8, List<FolderStatus> found)
    {
        _folder = folder;
        _items = items;
        _utf8 = utf8;
        _found = found;
    }

    public override string Name => "STATUS";

    public override void Write(ImapEncoder encoder) => encoder.Raw("STATUS ").Mailbox(_folder).Space().Raw(StatusReader.Write(_items));

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Status)
        {
            return false;
        }

        _found.Add(StatusReader.Read(ref decoder, _utf8));
        return true;
    }
}
