using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>The kept sign-ins of all apps. MSAL can list those of one app only, and says nothing of their age.</summary>
public sealed class AccountBook
{
    private readonly JsonDocumentStore<Document> store;

    /// <param name="store">A store of its own: <c>TokenStore.File(folder, protection, "accounts")</c>.</param>
    public AccountBook(TokenStore store) => this.store = new JsonDocumentStore<Document>(store);

    public async Task<IReadOnlyList<KnownAccount>> ListAsync(CancellationToken ct) =>
        (await store.ReadAsync(ct).ConfigureAwait(false)).Accounts.OrderBy(a => a.Username, StringComparer.OrdinalIgnoreCase).ToArray();

    /// <summary>Notes a sign-in in which a person took part, or a first refresh of one that was not noted yet.</summary>
    public Task RecordAsync(KnownAccount account, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            // What was learnt of the tenant's policy outlives the sign-in that it ended.
            account.EndedAfter ??= document.Accounts.Find(a => Same(a, account.ClientId, account.HomeAccountId))?.EndedAfter;
            document.Accounts.RemoveAll(a => Same(a, account.ClientId, account.HomeAccountId));
            document.Accounts.Add(account);
            return true;
        },
        ct);

    /// <summary>Notes that the refresh token was redeemed.</summary>
    /// <returns>False when the account is not in the book.</returns>
    public Task<bool> RefreshedAsync(string clientId, string homeAccountId, DateTimeOffset on, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            var known = document.Accounts.Find(a => Same(a, clientId, homeAccountId));
            if (known is null || known.RefreshedOn >= on)
            {
                return false;
            }

            known.RefreshedOn = on;
            return true;
        },
        ct);

    /// <summary>Notes that the tenant's sign-in frequency ended the sign-in: its age is at least what the policy allows.</summary>
    /// <returns>False when the account is not in the book.</returns>
    public Task<bool> EndedAsync(string clientId, string homeAccountId, DateTimeOffset on, CancellationToken ct) => store.ChangeAsync(
        document =>
        {
            var known = document.Accounts.Find(a => Same(a, clientId, homeAccountId));
            if (known is null || on <= known.SignedInOn || known.EndedAfter <= on - known.SignedInOn)
            {
                return false;
            }

            known.EndedAfter = on - known.SignedInOn;
            return true;
        },
        ct);

    /// <returns>False when the account is not in the book.</returns>
    public Task<bool> RemoveAsync(string clientId, string homeAccountId, CancellationToken ct) =>
        store.ChangeAsync(document => document.Accounts.RemoveAll(a => Same(a, clientId, homeAccountId)) > 0, ct);

    private static bool Same(KnownAccount account, string clientId, string homeAccountId) =>
        string.Equals(account.ClientId, clientId, StringComparison.OrdinalIgnoreCase) &&
        string.Equals(account.HomeAccountId, homeAccountId, StringComparison.OrdinalIgnoreCase);

    internal sealed class Document
    {
        public List<KnownAccount> Accounts { get; set; } = new();
    }
}
