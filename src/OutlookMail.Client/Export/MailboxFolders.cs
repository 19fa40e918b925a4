using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>The folders that hold mail, with their counts.</summary>
internal static class MailboxFolders
{
    public static async Task<IReadOnlyList<ListResponse>> ListAsync(ImapPool pool, object target, CancellationToken cancellationToken)
    {
        var all = await pool.ReadAsync(
            (imap, ct) => imap.ListAsync("", "*", new ListOptions { Status = Items(imap) }, ct),
            target,
            cancellationToken);
        return all
            .Where(folder => !folder.Has("\\NoSelect") && !folder.Has("\\NonExistent"))
            .OrderBy(folder => folder.Name, StringComparer.Ordinal)
            .ToArray();
    }

    // RFC 7162 §3.1.5: asked of a server without CONDSTORE it is a syntax error.
    private static StatusItems Items(ImapConnection imap) =>
        imap.Capabilities.Has("CONDSTORE") || imap.Capabilities.Has("QRESYNC") ? StatusItems.Counts | StatusItems.HighestModSeq : StatusItems.Counts;
}
