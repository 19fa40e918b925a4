using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>Which mail folders: by name, by well-known name, or by pattern, in this order; some of them left out.</summary>
internal sealed class FolderPatterns
{
    private readonly IReadOnlyList<string> wanted;
    private readonly IReadOnlyList<string> excluded;

    public FolderPatterns(IReadOnlyList<string> wanted, IReadOnlyList<string> excluded)
    {
        this.wanted = wanted;
        this.excluded = excluded;
    }

    /// <param name="missing">Told of each wanted name that fits no folder.</param>
    public IReadOnlyList<ListResponse> Select(IReadOnlyList<ListResponse> folders, Action<string> missing)
    {
        var names = new HashSet<string>(wanted.Count == 0 ? folders.Select(folder => folder.Name) : wanted.SelectMany(name => Candidates(folders, name, missing)), StringComparer.Ordinal);
        names.ExceptWith(excluded.SelectMany(name => Candidates(folders, name, _ => { })));
        return folders.Where(folder => names.Contains(folder.Name)).ToArray();
    }

    /// <summary>Whether a folder that is no longer listed was meant too.</summary>
    public bool Matches(string folder) =>
        (wanted.Count == 0 || wanted.Any(name => Fits(folder, name))) && !excluded.Any(name => Fits(folder, name));

    private static bool Fits(string folder, string name) => folder == name || new WildcardText(name).IsMatch(folder);

    private static IEnumerable<string> Candidates(IReadOnlyList<ListResponse> folders, string name, Action<string> missing)
    {
        var plain = name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? "INBOX" : WildcardText.Unescape(name);
        if (folders.FirstOrDefault(folder => folder.Name == name || folder.Name == plain) is { } own)
        {
            return new[] { own.Name };
        }

        if (WellKnownNames.TryParse(name, out var use) && WellKnownNames.Find(folders, use) is { } known)
        {
            return new[] { known };
        }

        var pattern = new WildcardText(name);
        var found = folders.Select(folder => folder.Name).Where(pattern.IsMatch).ToArray();
        if (found.Length == 0)
        {
            missing(name);
        }

        return found;
    }
}
