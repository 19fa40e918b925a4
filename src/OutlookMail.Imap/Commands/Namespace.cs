using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

/// <summary>A prefix of folder names and the character between levels below it (null: no levels).</summary>
public sealed class NamespacePrefix
{
    internal NamespacePrefix(string prefix, char? delimiter)
    {
        Prefix = prefix;
        Delimiter = delimiter;
    }

    public string Prefix { get; }

    public char? Delimiter { get; }
}

public sealed class Namespaces
{
    public IReadOnlyList<NamespacePrefix> Personal { get; internal set; } = [];

    public IReadOnlyList<NamespacePrefix> OtherUsers { get; internal set; } = [];

    public IReadOnlyList<NamespacePrefix> Shared { get; internal set; } = [];
}

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.10
    public async Task<Namespaces> NamespaceAsync(CancellationToken cancellationToken = default)
    {
        var command = new NamespaceCommand();
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Found;
    }
}

internal sealed class NamespaceCommand : ImapCommand
{
    public override string Name => "NAMESPACE";

    public Namespaces Found { get; } = new();

    public override void Write(ImapEncoder encoder) => encoder.Raw(Name);

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Namespace)
        {
            return false;
        }

        Found.Personal = Read(ref decoder);
        Found.OtherUsers = Read(ref decoder);
        Found.Shared = Read(ref decoder);
        return true;
    }

    private static List<NamespacePrefix> Read(ref ImapDecoder decoder)
    {
        var prefixes = new List<NamespacePrefix>();
        decoder.TrySpace();
        if (decoder.TryNil())
        {
            return prefixes;
        }

        decoder.ExpectChar('(', "namespace");
        while (!decoder.TryChar(')'))
        {
            decoder.TrySpace();
            decoder.ExpectChar('(', "namespace-descr");
            string prefix = decoder.ExpectNString("namespace-descr: prefix") ?? "";
            decoder.ExpectSpace("namespace-descr");
            string? delimiter = decoder.ExpectNString("namespace-descr: delimiter");
            while (decoder.TrySpace())
            {
                if (!decoder.TrySkipValue())
                {
                    throw decoder.Error("namespace-response-extension");
                }
            }

            decoder.ExpectChar(')', "namespace-descr");
            ModifiedUtf7.TryDecode(prefix, out prefix);
            prefixes.Add(new NamespacePrefix(prefix, delimiter is { Length: 1 } ? delimiter[0] : null));
            decoder.TrySpace();
        }

        return prefixes;
    }
}
