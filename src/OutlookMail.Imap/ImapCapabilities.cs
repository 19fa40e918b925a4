using System;
using System.Collections.Generic;
using OutlookMail.Imap.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>What the server announced last. Names compare without case.</summary>
public sealed class ImapCapabilities
{
    /// <summary>Servers announce some thirty; a thousand is an attack on memory.</summary>
    public const int MaxCount = 512;

    internal static readonly ImapCapabilities None = new([]);

    /// <summary>RFC 9051 Appendix E: what a server of revision 2 alone need not announce.</summary>
    private static readonly string[] PartOfRev2 =
    [
        "BINARY", "ENABLE", "ESEARCH", "IDLE", "LIST-EXTENDED", "LIST-STATUS", "LITERAL-", "MOVE", "NAMESPACE", "SASL-IR", "SEARCHRES",
        "SPECIAL-USE", "STATUS=SIZE", "UIDPLUS", "UNSELECT",
    ];

    private readonly HashSet<string> _names;

    private ImapCapabilities(HashSet<string> names)
    {
        // Beside IMAP4rev1, revision 2 has to be enabled first, which Exchange bears badly (MailKit #2016): it implies nothing.
        IsRev2 = names.Contains("IMAP4rev2") && !names.Contains("IMAP4rev1");
        if (IsRev2)
        {
            names.UnionWith(PartOfRev2);
        }

        _names = names;
        var mechanisms = new List<string>();
        foreach (string name in names)
        {
            if (name.StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase))
            {
                mechanisms.Add(name.Substring(5).ToUpperInvariant());
            }
        }

        AuthMechanisms = mechanisms;
    }

    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Upper case, without "AUTH=".</summary>
    public IReadOnlyList<string> AuthMechanisms { get; }

    /// <summary>The server speaks IMAP4rev2 and nothing older.</summary>
    public bool IsRev2 { get; }

    public bool Has(string name) => _names.Contains(name);

    /// <summary>The value of a capability that carries one: 35882577 of <c>APPENDLIMIT=35882577</c>.</summary>
    public string? ValueOf(string name)
    {
        foreach (string each in _names)
        {
            if (each.Length > name.Length && each[name.Length] == '=' && each.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return each.Substring(name.Length + 1);
            }
        }

        return null;
    }

    public override string ToString() => string.Join(" ", _names);

    internal static ImapCapabilities Read(ref ImapDecoder decoder)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            decoder.TrySpace();
            if (!decoder.TryAtomBefore((byte)']', (byte)']', out ReadOnlySpan<byte> name))
            {
                return new ImapCapabilities(names);
            }

            names.Add(StringPool.Decode(name));
            if (names.Count > MaxCount)
            {
                throw new ServerProtocolException("in capability-data: more than the limit");
            }
        }
    }
}
