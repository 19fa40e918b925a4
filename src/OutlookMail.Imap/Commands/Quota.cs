using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

/// <summary>One limit and how much of it is used: STORAGE in units of 1024 octets, MESSAGE in messages.</summary>
public sealed class QuotaResource
{
    internal QuotaResource(string root, string name, long usage, long limit)
    {
        Root = root;
        Name = name;
        Usage = usage;
        Limit = limit;
    }

    public string Root { get; }

    public string Name { get; }

    public long Usage { get; }

    public long Limit { get; }
}

public sealed partial class ImapConnection
{
    // RFC 9208 §4.2
    /// <summary>The limits that hold for a folder. Needs QUOTA; Exchange has none.</summary>
    public async Task<IReadOnlyList<QuotaResource>> QuotaAsync(string folder, CancellationToken cancellationToken = default)
    {
        var command = new QuotaCommand(folder);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Resources;
    }
}

internal sealed class QuotaCommand : ImapCommand
{
    private readonly string _folder;

    public QuotaCommand(string folder) => _folder = folder;

    public override string Name => "GETQUOTAROOT";

    public List<QuotaResource> Resources { get; } = [];

    public override void Write(ImapEncoder encoder) => encoder.Raw("GETQUOTAROOT ").Mailbox(_folder);

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Quota)
        {
            return kind == DataKind.QuotaRoot;
        }

        decoder.ExpectSpace("quota-response");
        string root = decoder.ExpectAString("quota-response: root");
        decoder.ExpectSpace("quota-response");
        decoder.ExpectChar('(', "quota-list");
        while (!decoder.TryChar(')'))
        {
            decoder.TrySpace();
            string name = StringPool.Decode(decoder.ExpectAtom("quota-resource"));
            decoder.ExpectSpace("quota-resource");
            long usage = decoder.ExpectNumber64("quota-resource: usage");
            decoder.ExpectSpace("quota-resource");
            Resources.Add(new QuotaResource(root, name, usage, decoder.ExpectNumber64("quota-resource: limit")));
            decoder.TrySpace();
        }

        return true;
    }
}
