using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Finds the folder that keeps what was sent.</summary>
internal static class SentFolder
{
    /// <returns>Null when no folder looks like it.</returns>
    public static async Task<string?> FindAsync(ImapConnection imap, CancellationToken cancellationToken) =>
        WellKnownNames.Find(await imap.ListAsync("", "*", cancellationToken), OutlookWellKnownFolder.Sent);
}
