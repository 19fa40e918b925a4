using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;

namespace OutlookMail.Client;

/// <summary>
/// Makes, proves, switches and retires the secrets of one app. Each step is written down in the store before the next
/// begins, so that a run that was cut off anywhere is finished by the next: never two new secrets, never a stored
/// credential that Entra does not take, never the only good secret removed.
/// </summary>
internal sealed class SecretMaker
{
    private readonly Applications applications;
    private readonly AppStore store;
    private readonly string authority;
    private readonly TimeProvider time;
    private readonly Func<string, CancellationToken, Task> prove;

    /// <param name="graph">Signed in with the right to change the app.</param>
    /// <param name="store">Where the value goes.</param>
    /// <param name="authority">The store's key beside the client id.</param>
    /// <param name="time">The clock.</param>
    /// <param name="prove">Signs the app in with a value; throws <see cref="RegistrationException"/> when Entra does not take it.</param>
    public SecretMaker(GraphConnection graph, AppStore store, string authority, TimeProvider time, Func<string, CancellationToken, Task> prove)
    {
        applications = new Applications(graph);
        this.store = store;
        this.authority = authority;
        this.time = time;
        this.prove = prove;
    }

    /// <summary>Creates a secret, proves it, makes it the stored one and retires the one before.</summary>
    /// <param name="app">The app as Graph shows it now.</param>
    /// <param name="tenant">The app's tenant.</param>
    /// <param name="name">The secret's description; a stamp is added to it.</param>
    /// <param name="lifetime">From now.</param>
    /// <param name="overlap">How long the old secret stays good for others; null leaves it as it is.</param>
    /// <param name="ct">Cancels at the next step; a later call goes on there.</param>
    /// <exception cref="RegistrationException">SecretNotProved: the new one is removed, the old one in use.</exception>
    public async Task<KeptSecret> RotateAsync(GraphApplication app, string tenant, string name, TimeSpan lifetime, TimeSpan? overlap, CancellationToken ct)
    {
        var pending = await ResumeAsync(app, tenant, ct) ?? await CreateAsync(app, tenant, name, lifetime, ct);
        try
        {
            await prove(pending.Value, ct);
        }
        catch (RegistrationException)
        {
            await applications.RemovePasswordAsync(app.Id!, pending.KeyId!, ct);
            await store.ChangeAsync(authority, app, tenant, kept => kept.Pending = null, ct);
            throw;
        }

        await store.ChangeAsync(
            authority,
            app,
            tenant,
            kept =>
            {
                if (kept.Secret?.KeyId is { } old && overlap is { } span)
                {
                    kept.Retiring.Add(new RetiringSecret { KeyId = old, RetireOn = time.GetUtcNow() + span });
                }

                kept.Secret = pending;
                kept.Pending = null;
            },
            ct);
        await RetireAsync(app, tenant, ct);
        return pending;
    }

    /// <summary>Removes replaced secrets whose time has come.</summary>
    public Task<IReadOnlyList<string>> RetireAsync(GraphApplication app, string tenant, CancellationToken ct) => store.RetireAsync(
        authority,
        app,
        tenant,
        kept => kept.Retiring,
        time.GetUtcNow(),
        async keyId =>
        {
            // Somebody, or a run that was cut off here, may have removed it already.
            var current = await applications.GetNewAsync(app.Id!, ct);
            if (current.PasswordCredentials?.Any(p => Same(p.KeyId, keyId)) == true)
            {
                await applications.RemovePasswordAsync(app.Id!, keyId, ct);
            }
        },
        ct);

    // A value that is known is used; one whose answer never came is no good to anybody and is removed.
    private async Task<KeptSecret?> ResumeAsync(GraphApplication app, string tenant, CancellationToken ct)
    {
        if ((await store.FindAsync(authority, app.AppId!, ct))?.Pending is not { } pending)
        {
            return null;
        }

        var there = app.PasswordCredentials ?? new List<GraphPassword>();
        if (pending.Secret is { } secret && there.Any(p => Same(p.KeyId, secret.KeyId)))
        {
            return secret;
        }

        foreach (var lost in there.Where(p => p.DisplayName == pending.Marker && p.KeyId is not null).ToArray())
        {
            await applications.RemovePasswordAsync(app.Id!, lost.KeyId!, ct);
            there.Remove(lost);
        }

        await store.ChangeAsync(authority, app, tenant, kept => kept.Pending = null, ct);
        return null;
    }

    private async Task<KeptSecret> CreateAsync(GraphApplication app, string tenant, string name, TimeSpan lifetime, CancellationToken ct)
    {
        await MakeRoomAsync(app, tenant, ct);
        var now = time.GetUtcNow();
        var marker = name + " " + now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 6);
        await store.ChangeAsync(authority, app, tenant, kept => kept.Pending = new PendingSecret { Marker = marker }, ct);
        var made = await applications.AddPasswordAsync(app.Id!, new GraphPassword { DisplayName = marker, EndDateTime = now + lifetime }, ct);
        var secret = new KeptSecret { KeyId = made.KeyId, DisplayName = marker, Value = made.SecretText!, EndsOn = made.EndDateTime };
        await store.ChangeAsync(authority, app, tenant, kept => kept.Pending = new PendingSecret { Marker = marker, Secret = secret }, ct);
        return secret;
    }

    private async Task MakeRoomAsync(GraphApplication app, string tenant, CancellationToken ct)
    {
        var audience = AppPlanner.AudienceOf(app);
        if (audience is null || AudienceLimits.Of(audience.Value).MostSecrets is not { } most || (app.PasswordCredentials?.Count ?? 0) < most)
        {
            return;
        }

        if ((await RetireAsync(app, tenant, ct)).Count > 0)
        {
            return;
        }

        // One that has ended opens no door any more; it only takes up the room.
        if (app.PasswordCredentials!.FirstOrDefault(p => p.EndDateTime <= time.GetUtcNow()) is { KeyId: { } ended })
        {
            await applications.RemovePasswordAsync(app.Id!, ended, ct);
            return;
        }

        var retiring = (await store.FindAsync(authority, app.AppId!, ct))?.Retiring.FirstOrDefault();
        throw AppErrors.SecretLimit(
            app.DisplayName ?? app.AppId ?? "",
            app.PasswordCredentials!.Select(p => $"{p.KeyId} ({p})").ToArray(),
            retiring is null
                ? "Remove the one that nobody uses with Remove-OutlookAppSecret -KeyId, then run the command again."
                : $"The secret {retiring.KeyId} is kept for others until {retiring.RetireOn:u}: run the command after that, or remove it now with Remove-OutlookAppSecret -KeyId {retiring.KeyId}.");
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
