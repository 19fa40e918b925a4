using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 3501 §6.4.4; a text outside ASCII asks for CHARSET UTF-8.
    /// <summary>UIDs of the selected folder's messages that match, ascending.</summary>
    /// <exception cref="ImapRefusedException">With BADCHARSET on servers without UTF-8 search, Exchange among them.</exception>
    public async Task<IReadOnlyList<uint>> UidSearchAsync(SearchQuery query, CancellationToken cancellationToken = default)
    {
        var command = new UidSearchCommand(query, Utf8);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Ascending();
    }
}

internal sealed class UidSearchCommand : ImapCommand
{
    private readonly SearchQuery _query;
    private readonly bool _utf8;
    private readonly List<uint> _found = [];
    private bool _ascending = true;

    public UidSearchCommand(SearchQuery query, bool utf8)
    {
        _query = query;
        _utf8 = utf8;
    }

    public override string Name => "UID SEARCH";

    public override void Write(ImapEncoder encoder)
    {
        // RFC 6855 §3: no CHARSET once UTF8=ACCEPT is on.
        encoder.Raw(_query.IsAscii || _utf8 ? "UID SEARCH " : "UID SEARCH CHARSET UTF-8 ");
        _query.Write(encoder);
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Search)
        {
            return false;
        }

        while (decoder.TrySpace() && decoder.TryNumber(out uint uid))
        {
            _ascending &= _found.Count == 0 || _found[_found.Count - 1] < uid;
            _found.Add(uid);
        }

        return true;
    }

    public IReadOnlyList<uint> Ascending()
    {
        if (!_ascending)
        {
            return new List<uint>(new SortedSet<uint>(_found));
        }

        return _found;
    }
}
