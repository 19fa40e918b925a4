using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>Named profiles, and which one is used when none is named.</summary>
public sealed class ProfileStore
{
    private const int MaxNameLength = 120; // as long as Entra lets an app's name be

    private readonly JsonDocumentStore<Document> store;

    /// <param name="store">A store of their own: <c>TokenStore.File(folder, protection, "profiles")</c>.</param>
    public ProfileStore(TokenStore store) => this.store = new JsonDocumentStore<Document>(store);

    /// <summary>All profiles, by name.</summary>
    public async Task<IReadOnlyList<AppProfile>> ListAsync(CancellationToken ct) =>
        (await store.ReadAsync(ct).ConfigureAwait(false)).Profiles.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ToArray();

    /// <returns>Null when there is none of this name.</returns>
    public async Task<AppProfile?> FindAsync(string name, CancellationToken ct) =>
        (await store.ReadAsync(ct).ConfigureAwait(false)).Find(name);

    /// <returns>The default profile, or the only one; null when there is no profile, or several and no default.</returns>
    public async Task<AppProfile?> DefaultAsync(CancellationToken ct)
    {
        var document = await store.ReadAsync(ct).ConfigureAwait(false);
        var entry = document.Default is { } name ? document.Find(name) : null;
        return entry ?? (document.Profiles.Count == 1 ? document.Profiles[0] : null);
    }

    /// <summary>Adds the profile, or replaces the one of its name.</summary>
    public Task SaveAsync(AppProfile profile, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            document.Profiles.RemoveAll(p => Same(p.Name, profile.Name));
            document.Profiles.Add(profile);
            return true;
        },
        ct);

    /// <returns>False when there is none of this name.</returns>
    public Task<bool> SetDefaultAsync(string name, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            document.Default = document.Find(name)?.Name ?? document.Default;
            return document.Find(name) is not null;
        },
        ct);

    /// <summary>Removes the profile and its secret.</summary>
    /// <returns>False when there is none of this name.</returns>
    public Task<bool> RemoveAsync(string name, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            if (document.Default is { } chosen && Same(chosen, name))
            {
                document.Default = null;
            }

            return document.Profiles.RemoveAll(p => Same(p.Name, name)) > 0;
        },
        ct);

    internal static string CheckName(string name) =>
        name.Trim().Length > 0 && name.Length <= MaxNameLength && !name.Any(char.IsControl)
            ? name.Trim()
            : throw new ArgumentException($"A profile's name has 1 to {MaxNameLength} characters and no control characters.", nameof(name));

    private static bool Same(string a, string b) => string.Equals(a, b.Trim(), StringComparison.OrdinalIgnoreCase);

    internal sealed class Document
    {
        public string? Default { get; set; }

        public List<AppProfile> Profiles { get; set; } = new();

        public AppProfile? Find(string name) => Profiles.FirstOrDefault(p => Same(p.Name, name));
    }
}
