using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.9
    /// <param name="reference">Usually "".</param>
    /// <param name="pattern">A name with <c>*</c> (any) and <c>%</c> (any within one level).</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ListResponse>> ListAsync(string reference, string pattern, CancellationToken cancellationToken = default)
    {
        var command = new ListCommand(reference, pattern, Utf8);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Found;
    }
}

internal sealed class ListCommand : ImapCommand
{
    /// <summary>More mailboxes than any account has: a server that goes on is not answering.</summary>
    private const int MaxResponses = 200_000;

    private readonly string _reference;
    private readonly string _pattern;
    private readonly bool _utf8;

    public ListCommand(string reference, string pattern, bool utf8)
    {
        _reference = reference;
        _pattern = pattern;
        _utf8 = utf8;
    }

    public override string Name => "LIST";

    public List<ListResponse> Found { get; } = [];

    public override void Write(ImapEncoder encoder) => encoder.Raw("LIST ").Pattern(_reference).Space().Pattern(_pattern);

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.List)
        {
            return false;
        }

        if (Found.Count == MaxResponses)
        {
            throw new ServerProtocolException("in list: more than the limit");
        }

        Found.Add(ListResponse.Read(ref decoder, _utf8));
        return true;
    }
}
