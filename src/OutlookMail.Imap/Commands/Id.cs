using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 2971
    /// <summary>Says who we are and learns who the server is. At most 30 fields.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> IdAsync(
        IReadOnlyDictionary<string, string>? client = null, CancellationToken cancellationToken = default)
    {
        var command = new IdCommand(client);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Server;
    }
}

internal sealed class IdCommand : ImapCommand
{
    private readonly IReadOnlyDictionary<string, string>? _client;

    public IdCommand(IReadOnlyDictionary<string, string>? client) => _client = client;

    public override string Name => "ID";

    public Dictionary<string, string?> Server { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw("ID ");
        if (_client is not { Count: > 0 })
        {
            encoder.Raw("NIL");
            return;
        }

        char before = '(';
        foreach (KeyValuePair<string, string> field in _client)
        {
            encoder.Raw(before.ToString()).String(field.Key).Space().String(field.Value);
            before = ' ';
        }

        encoder.Raw(")");
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Id)
        {
            return false;
        }

        decoder.TrySpace();
        if (decoder.TryNil())
        {
            return true;
        }

        decoder.ExpectChar('(', "id-response");
        while (Server.Count < ImapLimits.IdFields && !decoder.TryChar(')'))
        {
            decoder.TrySpace();
            string? name = decoder.ExpectNString("id-response: field");
            decoder.ExpectSpace("id-response");
            Server[name ?? ""] = decoder.ExpectNString("id-response: value");
            decoder.TrySpace();
        }

        return true;
    }
}
