using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.1
    /// <summary>Switches extensions on; those that the server did switch on.</summary>
    /// <exception cref="ArgumentException">IMAP4rev2: Exchange announces it and then answers SEARCH wrongly (MailKit #2016), and nothing here needs it.</exception>
    public async Task<IReadOnlyList<string>> EnableAsync(IEnumerable<string> capabilities, CancellationToken cancellationToken = default)
    {
        string[] names = capabilities.ToArray();
        if (names.Contains("IMAP4rev2", StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException("IMAP4rev2 is never enabled.", nameof(capabilities));
        }

        var command = new EnableCommand(names);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        Utf8 |= command.Enabled.Contains("UTF8=ACCEPT", StringComparer.OrdinalIgnoreCase);
        return command.Enabled;
    }
}

internal sealed class EnableCommand : ImapCommand
{
    private readonly string[] _names;

    public EnableCommand(string[] names) => _names = names;

    public override string Name => "ENABLE";

    public List<string> Enabled { get; } = [];

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw("ENABLE");
        foreach (string name in _names)
        {
            encoder.Space().Flag(name);
        }
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Enabled)
        {
            return false;
        }

        while (decoder.TrySpace() && decoder.TryAtom(out ReadOnlySpan<byte> name) && Enabled.Count < ImapCapabilities.MaxCount)
        {
            Enabled.Add(StringPool.Decode(name));
        }

        return true;
    }
}
