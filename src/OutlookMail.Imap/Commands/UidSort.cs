using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public enum SortKey
{
    Arrival,
    Date,
    From,
    To,
    Cc,
    Subject,
    Size,
}

public sealed partial class ImapConnection
{
    // RFC 5256
    /// <summary>UIDs that match, in the order asked for. Needs SORT; Exchange has none.</summary>
    /// <param name="keys">The first decides; <c>Reverse</c> turns that key around.</param>
    /// <param name="query">Which messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<uint>> UidSortAsync(
        IReadOnlyList<(SortKey Key, bool Reverse)> keys, SearchQuery query, CancellationToken cancellationToken = default)
    {
        var command = new UidSortCommand(keys, query);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Found;
    }
}

internal sealed class UidSortCommand : ImapCommand
{
    private readonly IReadOnlyList<(SortKey Key, bool Reverse)> _keys;
    private readonly SearchQuery _query;

    public UidSortCommand(IReadOnlyList<(SortKey Key, bool Reverse)> keys, SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(query);
        if (keys.Count == 0)
        {
            throw new ArgumentException("A sort key is needed.", nameof(keys));
        }

        _keys = keys;
        _query = query;
    }

    public override string Name => "UID SORT";

    public override bool HoldsMailData => true;

    public List<uint> Found { get; } = [];

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw("UID SORT (");
        for (int i = 0; i < _keys.Count; i++)
        {
            encoder.Raw(i > 0 ? " " : "").Raw(_keys[i].Reverse ? "REVERSE " : "").Raw(_keys[i].Key.ToString().ToUpperInvariant());
        }

        encoder.Raw(") UTF-8 ");
        _query.Write(encoder);
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Sort)
        {
            return false;
        }

        while (decoder.TrySpace() && decoder.TryNumber(out uint uid))
        {
            Found.Add(uid);
        }

        return true;
    }
}
