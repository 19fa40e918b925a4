using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>What is known of a message beside its octets.</summary>
internal sealed class ExportedMessage
{
    public ExportedMessage(uint uidValidity, uint uid, DateTimeOffset? received, IReadOnlyList<string> flags)
    {
        UidValidity = uidValidity;
        Uid = uid;
        Received = received;
        Flags = flags;
    }

    public uint UidValidity { get; }

    public uint Uid { get; }

    public DateTimeOffset? Received { get; }

    public IReadOnlyList<string> Flags { get; }

    public bool Has(string flag)
    {
        foreach (var each in Flags)
        {
            if (string.Equals(each, flag, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The entry for it, but for where it stands.</summary>
    public ManifestEntry Entry(ExportFolder folder, MessageSpool spool) => new()
    {
        Folder = folder.Name,
        UidValidity = UidValidity,
        Uid = Uid,
        Sha256 = spool.Sha256Text,
        Received = Received,
        // RFC 9051 §2.3.2: \Recent speaks of a session and not of the message.
        Flags = Has("\\Recent") ? Without("\\Recent") : Flags,
    };

    private List<string> Without(string flag)
    {
        var rest = new List<string>(Flags);
        rest.RemoveAll(each => string.Equals(each, flag, StringComparison.OrdinalIgnoreCase));
        return rest;
    }
}
