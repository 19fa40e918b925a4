using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 3501 §6.4.4; a text outside ASCII asks for CHARSET UTF-8. With ESEARCH (RFC 4731) the answer is compressed.
    /// <summary>UIDs of the selected folder's messages that match, ascending.</summary>
    /// <exception cref="ImapRefusedException">With BADCHARSET on servers without UTF-8 search, Exchange among them.</exception>
    public async Task<IReadOnlyList<uint>> UidSearchAsync(SearchQuery query, CancellationToken cancellationToken = default)
    {
        var command = new UidSearchCommand(query, Utf8, Capabilities.Has("ESEARCH") ? "RETURN (ALL) " : "");
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Ascending();
    }

    /// <summary>Only their number, the lowest and the highest.</summary>
    public async Task<SearchSummary> UidSearchSummaryAsync(SearchQuery query, CancellationToken cancellationToken = default)
    {
        var command = new UidSearchCommand(query, Utf8, Capabilities.Has("ESEARCH") ? "RETURN (MIN MAX COUNT) " : "");
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<uint> found = command.Ascending();
        return found.Count == 0
            ? command.Summary
            : new SearchSummary { Count = (uint)found.Count, Min = found[0], Max = found[found.Count - 1] };
    }
}

internal sealed class UidSearchCommand : ImapCommand
{
    private readonly SearchQuery _query;
    private readonly bool _utf8;
    private readonly string _return;
    private readonly List<uint> _found = [];
    private bool _ascending = true;

    public UidSearchCommand(SearchQuery query, bool utf8, string returning)
    {
        ArgumentNullException.ThrowIfNull(query);
        _query = query;
        _utf8 = utf8;
        _return = returning;
    }

    public override string Name => "UID SEARCH";

    public override bool HoldsMailData => true;

    public SearchSummary Summary { get; } = new();

    public override void Write(ImapEncoder encoder)
    {
        // RFC 6855 §3: no CHARSET once UTF8=ACCEPT is on.
        encoder.Raw("UID SEARCH ").Raw(_return).Raw(_query.IsAscii || _utf8 ? "" : "CHARSET UTF-8 ");
        _query.Write(encoder);
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        switch (kind)
        {
            case DataKind.Search:
                while (decoder.TrySpace() && decoder.TryNumber(out uint uid))
                {
                    Add(uid);
                }

                return true;
            case DataKind.ESearch:
                ReadExtended(ref decoder);
                return true;
            default:
                return false;
        }
    }

    public IReadOnlyList<uint> Ascending() => _ascending ? _found : new List<uint>(new SortedSet<uint>(_found));

    // RFC 4731 §3.1: [(TAG "A1")] [UID] then names and values.
    private void ReadExtended(ref ImapDecoder decoder)
    {
        decoder.TrySpace();
        if (decoder.Peek == (byte)'(' && decoder.TrySkipValue())
        {
            decoder.TrySpace();
        }

        while (decoder.TryAtom(out ReadOnlySpan<byte> name))
        {
            decoder.TrySpace();
            if (Keyword.Is(name, "UID"))
            {
                continue;
            }

            if (Keyword.Is(name, "ALL") && decoder.TryAtom(out ReadOnlySpan<byte> set))
            {
                AddAll(set);
            }
            else if (decoder.TryNumber64(out long value))
            {
                Take(name, value);
            }
            else if (!decoder.TrySkipValue())
            {
                throw decoder.Error("esearch-response");
            }

            decoder.TrySpace();
        }
    }

    private void Take(ReadOnlySpan<byte> name, long value)
    {
        uint number = value > uint.MaxValue ? uint.MaxValue : (uint)value;
        if (Keyword.Is(name, "COUNT"))
        {
            Summary.Count = number;
        }
        else if (Keyword.Is(name, "MIN"))
        {
            Summary.Min = number;
        }
        else if (Keyword.Is(name, "MAX"))
        {
            Summary.Max = number;
        }
        else if (Keyword.Is(name, "MODSEQ"))
        {
            Summary.HighestModSeq = (ulong)value;
        }
    }

    private void AddAll(ReadOnlySpan<byte> set)
    {
        if (!UidSet.TryParse(set, out UidSet uids) || uids.LongCount > ImapLimits.SearchResults)
        {
            throw new ServerProtocolException("in esearch-response: ALL", set);
        }

        foreach (uint uid in uids)
        {
            Add(uid);
        }
    }

    private void Add(uint uid)
    {
        if (_found.Count == ImapLimits.SearchResults)
        {
            throw new ServerProtocolException("in mailbox-data: SEARCH, more than the limit");
        }

        _ascending &= _found.Count == 0 || _found[_found.Count - 1] < uid;
        _found.Add(uid);
    }
}
