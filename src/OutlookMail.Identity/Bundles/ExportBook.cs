using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>The sealed sessions that this user made, so that one that went astray can be named and called back.</summary>
public sealed class ExportBook
{
    private readonly JsonDocumentStore<Document> store;

    /// <param name="store">A store of its own: <c>TokenStore.File(folder, protection, "exports")</c>.</param>
    public ExportBook(TokenStore store) => this.store = new JsonDocumentStore<Document>(store);

    public async Task<IReadOnlyList<KnownExport>> ListAsync(CancellationToken ct) =>
        (await store.ReadAsync(ct).ConfigureAwait(false)).Exports.OrderBy(e => e.CreatedOn).ToArray();

    public Task RecordAsync(KnownExport export, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            document.Exports.Add(export);
            return true;
        },
        ct);

    /// <returns>False when none of this id is in the book.</returns>
    public Task<bool> RevokedAsync(Guid id, DateTimeOffset on, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            var export = document.Exports.Find(e => e.Id == id);
            if (export is not null)
            {
                export.RevokedOn ??= on;
            }

            return export is not null;
        },
        ct);

    internal sealed class Document
    {
        public List<KnownExport> Exports { get; set; } = new();
    }
}
