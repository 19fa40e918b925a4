using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    /// <summary>The server takes the transfer encoding off parts itself (BINARY, RFC 3516).</summary>
    public bool SendsDecoded => Capabilities.Has("BINARY");

    // RFC 9051 §6.4.5 BODY.PEEK[section]<partial>; RFC 3516 for BINARY
    /// <summary>A part of messages, or a piece of it: to resume a download that was cut, ask from where it ended.</summary>
    /// <param name="uids">Which messages.</param>
    /// <param name="section">"" (all), "1.2", "HEADER", "2.MIME", "HEADER.FIELDS (SUBJECT DATE)".</param>
    /// <param name="offset">First octet; null for all of it.</param>
    /// <param name="count">Octets at most; only with an offset.</param>
    /// <param name="decoded">Without its transfer encoding, where <see cref="SendsDecoded"/>; else as it is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">That is no section.</exception>
    public IAsyncEnumerable<FetchedBody> UidFetchSectionAsync(
        UidSet uids, string section, long? offset = null, long? count = null, bool decoded = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(section);
        foreach (char c in section)
        {
            if (!(c is >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= '0' and <= '9' or '.' or '-' or '_' or ' ' or '(' or ')'))
            {
                throw new ArgumentException($"'{section}' is not a section.", nameof(section));
            }
        }

        string partial = offset is null
            ? ""
            : string.Format(CultureInfo.InvariantCulture, "<{0}.{1}>", offset, Math.Min(count ?? uint.MaxValue, uint.MaxValue));
        return FetchBodiesAsync(uids, $"UID {(decoded && SendsDecoded ? "BINARY" : "BODY")}.PEEK[{section}]{partial}", cancellationToken);
    }
}
