using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// From what a user calls a folder to its full name. A folder's own name comes first, then a well-known name, then a
/// pattern, so that every name that was listed can be given back as it stands.
/// </summary>
internal static class FolderResolver
{
    /// <summary>One folder. A name that is neither well known nor a pattern costs no round trip, and is not looked for.</summary>
    /// <exception cref="OutlookMailException">FolderNotFound; FolderAmbiguous for a pattern that fits several.</exception>
    public static async Task<string> OneAsync(LiveSession session, string name, CancellationToken cancellationToken)
    {
        var all = await AllAsync(session, new[] { name }, recurse: false, cancellationToken);
        return all.Count == 1 ? all[0] : throw MailboxErrors.FolderAmbiguous(name, all);
    }

    /// <summary>One folder that is there now.</summary>
    /// <exception cref="OutlookMailException">FolderNotFound; FolderAmbiguous for a pattern that fits several.</exception>
    public static async Task<string> ExistingAsync(LiveSession session, string name, CancellationToken cancellationToken)
    {
        var folders = await session.OnImapAsync((imap, ct) => imap.ListAsync("", "*", new ListOptions(), ct), null, cancellationToken);
        var found = Match(folders, name, recurse: false);
        return found.Count == 1 ? found[0] : throw MailboxErrors.FolderAmbiguous(name, found);
    }

    /// <summary>Every folder that the names mean, each once, in the order of the names.</summary>
    /// <exception cref="OutlookMailException">FolderNotFound.</exception>
    public static async Task<IReadOnlyList<string>> AllAsync(LiveSession session, IReadOnlyList<string> names, bool recurse, CancellationToken cancellationToken)
    {
        if (!recurse && names.All(IsPlain))
        {
            return names.Select(Plain).Distinct(StringComparer.Ordinal).ToArray();
        }

        var folders = await session.OnImapAsync((imap, ct) => imap.ListAsync("", "*", new ListOptions(), ct), null, cancellationToken);
        return names.SelectMany(name => Match(folders, name, recurse)).Distinct(StringComparer.Ordinal).ToArray();
    }

    /// <summary>The same without asking a server.</summary>
    internal static IReadOnlyList<string> Match(IReadOnlyList<ListResponse> folders, string name, bool recurse)
    {
        var found = Candidates(folders, name);
        if (found.Count == 0)
        {
            throw MailErrors.FolderNotFound(name, null);
        }

        return recurse ? found.SelectMany(one => WithChildren(folders, one)).ToArray() : found;
    }

    private static bool IsPlain(string name) =>
        string.Equals(name, "INBOX", StringComparison.OrdinalIgnoreCase) || (!WellKnownNames.TryParse(name, out _) && !WildcardText.HasWildcards(name));

    // RFC 9051 §5.1: INBOX in any case of letters.
    private static string Plain(string name) =>
        string.Equals(name, "INBOX", StringComparison.OrdinalIgnoreCase) ? "INBOX" : WildcardText.Unescape(name);

    private static IReadOnlyList<string> Candidates(IReadOnlyList<ListResponse> folders, string name)
    {
        var own = folders.FirstOrDefault(folder => folder.Name == name) ?? folders.FirstOrDefault(folder => folder.Name == Plain(name));
        if (own is not null)
        {
            return new[] { own.Name };
        }

        if (WellKnownNames.TryParse(name, out var use) && WellKnownNames.Find(folders, use) is { } known)
        {
            return new[] { known };
        }

        var pattern = new WildcardText(name);
        return folders.Where(folder => IsSelectable(folder) && pattern.IsMatch(folder.Name)).Select(folder => folder.Name).OrderBy(one => one, StringComparer.OrdinalIgnoreCase).ToArray();
    }

    private static IEnumerable<string> WithChildren(IReadOnlyList<ListResponse> folders, string parent)
    {
        var below = folders.First(folder => folder.Name == parent).Delimiter is { } delimiter ? parent + delimiter : null;
        return folders
            .Where(folder => IsSelectable(folder) && (folder.Name == parent || (below is not null && folder.Name.StartsWith(below, StringComparison.Ordinal))))
            .Select(folder => folder.Name)
            .OrderBy(one => one, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsSelectable(ListResponse folder) => !folder.Has("\\Noselect") && !folder.Has("\\NonExistent");
}
