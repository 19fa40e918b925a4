using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The kept sign-ins of this user: notes them, lists them, and takes them away.</summary>
internal sealed class AccountService
{
    // A refresh token ends after 90 days without use (facts 2.5). Two thirds of that leave a month to act on a warning.
    private static readonly TimeSpan WarnAfterUnused = TimeSpan.FromDays(60);

    // The share of a policy's time after which a person should sign in again: of a week, the last day and a half.
    private const double WarnAfterShare = 0.8;

    private const string PublicStore = "tokens";
    private const string WebStore = "tokens-web";

    private readonly TimeProvider time;

    public AccountService(TimeProvider time) => this.time = time;

    /// <summary>
    /// Where a plan's tokens are kept. MSAL knows a refresh token by app and account alone, and Entra takes a web app's
    /// from nobody but the web app (7000218), and a public client's from none that sends a secret (700025).
    /// </summary>
    public static string StoreOf(ConnectPlan plan) => plan.RedirectUri is null ? PublicStore : WebStore;

    /// <summary>Warns of a kept sign-in that was close to its end, and notes that it was used now.</summary>
    public async Task NoteAsync(ConnectPlan plan, SignedIn signedIn, string? folder, IConnectEvents events, CancellationToken cancellationToken)
    {
        if (signedIn.Tokens.LastAnswer is not { HomeAccountId.Length: > 0 } answer || plan.ClientId is not { } clientId)
        {
            return;
        }

        var now = time.GetUtcNow();
        var book = Book(folder);
        var all = await book.ListAsync(cancellationToken);
        var known = all.FirstOrDefault(one => one.ClientId == clientId && one.HomeAccountId == answer.HomeAccountId);
        WarnOfOthers(all.Where(one => one != known), now, events);
        if (known is not null && signedIn.IsKept)
        {
            WarnOfAge(known, now, events);
            if (!answer.FromCache)
            {
                await book.RefreshedAsync(clientId, answer.HomeAccountId, now, cancellationToken);
            }

            return;
        }

        await book.RecordAsync(
            new KnownAccount
            {
                Username = answer.Username,
                HomeAccountId = answer.HomeAccountId,
                ClientId = clientId,
                Tenant = plan.Tenant,
                Cloud = plan.CloudName,
                Authority = plan.Cloud.Authority,
                Flow = SignInFlows.Kept(signedIn.Flow),
                SignedInOn = now,
                RefreshedOn = now,
            },
            cancellationToken);
    }

    /// <summary>Learns from a kept sign-in that the tenant's policy ended how long that policy lets one live.</summary>
    public async Task NoteEndAsync(ConnectPlan plan, SignInException refused, string? folder, CancellationToken cancellationToken)
    {
        // 70043, 70044 and 70046 speak of sign-in frequency and sessions; other ends (a new password) tell nothing of age.
        if (refused.AadstsCode is not (70043 or 70044 or 70046) || plan.ClientId is not { } clientId)
        {
            return;
        }

        var book = Book(folder);
        var ended = (await book.ListAsync(cancellationToken))
            .Where(one => one.ClientId == clientId && (plan.Request.Account is not { } name || string.Equals(one.Username, name, StringComparison.OrdinalIgnoreCase)))
            .ToArray();
        if (ended.Length == 1)
        {
            await book.EndedAsync(clientId, ended[0].HomeAccountId, time.GetUtcNow(), cancellationToken);
        }
    }

    public async Task<IReadOnlyList<OutlookAccount>> ListAsync(string? folder, CancellationToken cancellationToken) =>
        (await Book(folder).ListAsync(cancellationToken))
        .OrderBy(one => one.Username, StringComparer.OrdinalIgnoreCase)
        .Select(one => new OutlookAccount(one.Username, one.ClientId)
        {
            Tenant = one.Tenant,
            Authority = one.Authority,
            SignedInOn = one.SignedInOn,
            LastUsedOn = one.RefreshedOn,
            EndsIfUnusedOn = one.EndsIfUnusedOn,
            EndsByPolicyOn = one.EndsByPolicyOn,
        })
        .ToArray();

    /// <summary>Removes a kept sign-in and its tokens from this machine. Entra is not told: that needs the account's own page.</summary>
    /// <exception cref="OutlookMailException">AccountNotFound.</exception>
    public async Task RemoveAsync(string account, string? clientId, string? folder, CancellationToken cancellationToken)
    {
        var book = Book(folder);
        var found = (await book.ListAsync(cancellationToken))
            .Where(one => string.Equals(one.Username, account, StringComparison.OrdinalIgnoreCase) && (clientId is null || one.ClientId == clientId))
            .ToArray();
        if (found.Length == 0)
        {
            throw SignInErrors.AccountNotFound(account);
        }

        foreach (var one in found)
        {
            foreach (var name in new[] { PublicStore, WebStore })
            {
                using var signIn = new EntraSignIn(new SignInSettings
                {
                    ClientId = one.ClientId,
                    Tenant = one.Tenant ?? "common",
                    Cloud = new CloudEndpoints { Authority = one.Authority },
                    Store = DataFolder.Store(folder, name, time),
                    Time = time,
                });
                await signIn.RemoveAsync(one.HomeAccountId, cancellationToken);
            }

            await book.RemoveAsync(one.ClientId, one.HomeAccountId, cancellationToken);
        }
    }

    /// <summary>Strikes an account out of the list; its tokens are gone already.</summary>
    public async Task ForgetAsync(string clientId, string account, string? folder, CancellationToken cancellationToken)
    {
        var book = Book(folder);
        foreach (var one in await book.ListAsync(cancellationToken))
        {
            if (one.ClientId == clientId && string.Equals(one.Username, account, StringComparison.OrdinalIgnoreCase))
            {
                await book.RemoveAsync(clientId, one.HomeAccountId, cancellationToken);
            }
        }
    }

    private static void WarnOfAge(KnownAccount known, DateTimeOffset now, IConnectEvents events)
    {
        if (now - known.RefreshedOn > WarnAfterUnused)
        {
            events.Warning($"The sign-in of {known.Username} had not been used since {known.RefreshedOn:u}; without use it would have ended on {known.EndsIfUnusedOn:u}. Run something with it at least every 90 days.");
        }

        if (known.EndedAfter is { } life && known.EndsByPolicyOn is { } end && (now - known.SignedInOn).TotalSeconds > life.TotalSeconds * WarnAfterShare)
        {
            events.Warning($"The tenant's sign-in frequency ended an earlier sign-in of {known.Username} after {Age(life)}; this one is {Age(now - known.SignedInOn)} old and will probably end on {end:u}. Run Connect-OutlookMailbox where somebody can sign in before then; an unattended job is better off with a certificate or a managed identity.");
        }
    }

    // A job that is not run warns of nothing, so the next one that is run speaks for it.
    private static void WarnOfOthers(IEnumerable<KnownAccount> others, DateTimeOffset now, IConnectEvents events)
    {
        foreach (var one in others.Where(one => now - one.RefreshedOn > WarnAfterUnused && now < one.EndsIfUnusedOn))
        {
            events.Warning($"The kept sign-in of {one.Username} (app {one.ClientId}) has not been used since {one.RefreshedOn:u} and ends on {one.EndsIfUnusedOn:u} if nobody uses it; Remove-OutlookAccount takes it away.");
        }
    }

    private static string Age(TimeSpan age) => age.TotalDays >= 2
        ? FormattableString.Invariant($"{Math.Floor(age.TotalDays)} days")
        : FormattableString.Invariant($"{Math.Floor(age.TotalHours)} hours");

    private AccountBook Book(string? folder) => new(DataFolder.Store(folder, "accounts", time));
}
