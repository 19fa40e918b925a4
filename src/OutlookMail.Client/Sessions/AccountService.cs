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

    private readonly TimeProvider time;

    public AccountService(TimeProvider time) => this.time = time;

    /// <summary>Warns of a kept sign-in that was close to its end, and notes that it was used now.</summary>
    public async Task NoteAsync(ConnectPlan plan, SignedIn signedIn, string folder, IConnectEvents events, CancellationToken cancellationToken)
    {
        if (signedIn.Tokens.LastAnswer is not { HomeAccountId.Length: > 0 } answer || plan.ClientId is not { } clientId)
        {
            return;
        }

        var now = time.GetUtcNow();
        var book = Book(folder);
        var known = (await book.ListAsync(cancellationToken)).FirstOrDefault(one => one.ClientId == clientId && one.HomeAccountId == answer.HomeAccountId);
        if (known is not null && signedIn.Flow == "Silent")
        {
            if (now - known.RefreshedOn > WarnAfterUnused)
            {
                events.Warning($"The sign-in of {known.Username} had not been used since {known.RefreshedOn:u}; without use it would have ended on {known.EndsIfUnusedOn:u}. Run something with it at least every 90 days.");
            }

            await book.RefreshedAsync(clientId, answer.HomeAccountId, now, cancellationToken);
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
                Flow = signedIn.Flow == "Browser" ? SignInFlow.Browser : SignInFlow.DeviceCode,
                SignedInOn = now,
                RefreshedOn = now,
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<OutlookAccount>> ListAsync(string folder, CancellationToken cancellationToken) =>
        (await Book(folder).ListAsync(cancellationToken))
        .OrderBy(one => one.Username, StringComparer.OrdinalIgnoreCase)
        .Select(one => new OutlookAccount(one.Username, one.ClientId)
        {
            Tenant = one.Tenant,
            Authority = one.Authority,
            SignedInOn = one.SignedInOn,
            LastUsedOn = one.RefreshedOn,
            EndsIfUnusedOn = one.EndsIfUnusedOn,
        })
        .ToArray();

    /// <summary>Removes a kept sign-in and its tokens from this machine. Entra is not told: that needs the account's own page.</summary>
    /// <exception cref="OutlookMailException">AccountNotFound.</exception>
    public async Task RemoveAsync(string account, string? clientId, string folder, CancellationToken cancellationToken)
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
            using var signIn = new EntraSignIn(new SignInSettings
            {
                ClientId = one.ClientId,
                Tenant = one.Tenant ?? "common",
                Cloud = new CloudEndpoints { Authority = one.Authority },
                Store = TokenStore.File(folder, TokenProtection.Encrypted, time: time),
                Time = time,
            });
            await signIn.RemoveAsync(one.HomeAccountId, cancellationToken);
            await book.RemoveAsync(one.ClientId, one.HomeAccountId, cancellationToken);
        }
    }

    /// <summary>Strikes an account out of the list; its tokens are gone already.</summary>
    public async Task ForgetAsync(string clientId, string account, string folder, CancellationToken cancellationToken)
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

    private AccountBook Book(string folder) => new(TokenStore.File(folder, TokenProtection.Encrypted, "accounts", time));
}
