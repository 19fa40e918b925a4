using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Makes, keeps and ends sessions.</summary>
internal sealed class SessionService
{
    private readonly ConcurrentDictionary<Guid, LiveSession> open = new();
    private readonly ConcurrentDictionary<Guid, TokenStore> sandboxStores = new();
    private readonly TimeProvider time;
    private readonly Func<string, string?> environment;

    public SessionService(TimeProvider time, Func<string, string?> environment)
    {
        this.time = time;
        this.environment = environment;
    }

    public IReadOnlyList<OutlookSession> Sessions =>
        open.Values.Select(live => live.Handle).OrderBy(handle => handle.ConnectedOn).ToArray();

    public LiveSession Find(OutlookSession handle) =>
        open.TryGetValue(handle.Id, out var live) ? live : throw MailErrors.SessionClosed(handle);

    public async Task<OutlookSession> ConnectAsync(ConnectRequest request, IConnectEvents events, CancellationToken cancellationToken)
    {
        var plan = ConnectPlan.From(request, environment);
        var live = request.AccessToken is null
            ? await SignInAsync(plan, events, cancellationToken)
            : WithToken(plan, request.AccessToken);
        try
        {
            await ProveAsync(live, cancellationToken);
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }

        open[live.Handle.Id] = live;
        return live.Handle;
    }

    public async Task DisconnectAsync(OutlookSession handle, bool forget, CancellationToken cancellationToken)
    {
        if (!open.TryRemove(handle.Id, out var live))
        {
            throw MailErrors.SessionClosed(handle);
        }

        await live.DisposeAsync();
        if (forget && live.SignIn is { } settings)
        {
            using var signIn = new EntraSignIn(settings);
            await signIn.RemoveAsync(handle.Account, cancellationToken);
        }
    }

    /// <summary>Ends every session of a sandbox and drops the accounts that were kept for it.</summary>
    public async Task ForgetSandboxAsync(Guid sandboxId, CancellationToken cancellationToken)
    {
        foreach (var live in open.Values.Where(live => live.Plan.Request.Sandbox?.Id == sandboxId).ToArray())
        {
            await DisconnectAsync(live.Handle, forget: false, cancellationToken);
        }

        sandboxStores.TryRemove(sandboxId, out _);
    }

    private async Task<LiveSession> SignInAsync(ConnectPlan plan, IConnectEvents events, CancellationToken cancellationToken)
    {
        var request = plan.Request;
        if (plan.ClientId is null)
        {
            throw SignInErrors.NoApp();
        }

        if (!plan.Cloud.IsVerified && plan.CloudName != OutlookCloud.Custom)
        {
            events.Warning($"The mail hosts of {plan.CloudName} come from other programs' settings, not from a Microsoft page: {plan.Cloud.ImapHost}, {plan.Cloud.SmtpHost}. -ImapServer and -SmtpServer override them.");
        }

        var store = StoreFor(plan, events);
        var settings = new SignInSettings
        {
            ClientId = plan.ClientId,
            Tenant = plan.Tenant,
            Cloud = plan.Cloud,
            CertificateAuthority = plan.CertificateAuthority,
            LoginHint = request.Account,
            Store = store,
            Time = time,
        };
        var errors = new SignInErrorMapper(plan.Cloud.Authority, plan.Tenant, plan.ClientId);
        var scopes = MailScopes.Delegated(plan.Cloud);
        EntraSignIn? signIn = null;
        try
        {
            signIn = new EntraSignIn(settings);
            var answer = await SilentAsync(signIn, plan, scopes, events, cancellationToken)
                ?? await WithDeviceCodeAsync(signIn, plan, scopes, events, cancellationToken);
            return Live(plan, answer.Username, "DeviceCode", new EntraTokenSource(signIn, errors, scopes, answer), settings);
        }
        catch (Exception e)
        {
            signIn?.Dispose();
            if (e is SignInException refused)
            {
                throw errors.Map(refused, scopes);
            }

            throw;
        }
    }

    private static Task<TokenAnswer> WithDeviceCodeAsync(EntraSignIn signIn, ConnectPlan plan, IReadOnlyList<string> scopes, IConnectEvents events, CancellationToken cancellationToken)
    {
        if (plan.Request.Silent)
        {
            throw SignInErrors.SignInRequired(plan.Request.Account, null);
        }

        if (!plan.Request.CanInteract)
        {
            throw SignInErrors.NobodyToSignIn();
        }

        events.Verbose($"Signing in by device code at {plan.Cloud.Authority} (tenant {plan.Tenant}).");
        return signIn.WithDeviceCodeAsync(scopes, code => events.DeviceCodeAsync(code, cancellationToken), cancellationToken);
    }

    // A kept sign-in that Entra no longer takes is no failure where a person can sign in again.
    private static async Task<TokenAnswer?> SilentAsync(EntraSignIn signIn, ConnectPlan plan, IReadOnlyList<string> scopes, IConnectEvents events, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await signIn.SilentAsync(scopes, plan.Request.Account, forceRefresh: false, cancellationToken);
            events.Verbose(answer is null ? "No kept sign-in was found." : $"Using the kept sign-in of {answer.Username}.");
            return answer;
        }
        catch (SignInException refused) when (refused.NeedsInteraction && !plan.Request.Silent && plan.Request.CanInteract)
        {
            events.Verbose($"The kept sign-in is no longer usable: {refused.Description}");
            return null;
        }
    }

    private LiveSession WithToken(ConnectPlan plan, System.Security.SecureString token)
    {
        var tokens = new FixedTokenSource(token);
        var account = plan.Request.Account ?? tokens.User ?? plan.Request.Mailbox ?? throw SignInErrors.AccountUnknown();
        return Live(plan, account, "AccessToken", tokens, signIn: null);
    }

    private LiveSession Live(ConnectPlan plan, string account, string signInName, ITokenSource tokens, SignInSettings? signIn)
    {
        var handle = new OutlookSession(Guid.NewGuid(), account, plan.Request.Mailbox ?? account)
        {
            Cloud = plan.CloudName,
            SignIn = signInName,
            ClientId = plan.ClientId,
            Tenant = tokens.LastAnswer?.TenantId ?? plan.Tenant,
            ImapServer = plan.Cloud.ImapHost,
            SmtpServer = plan.Cloud.SmtpHost,
            Scopes = (tokens.LastAnswer?.Scopes ?? Array.Empty<string>()).Select(MailScopes.WithoutResource).ToArray(),
            ConnectedOn = time.GetUtcNow(),
            TokenExpiresOn = tokens.ExpiresOn ?? default,
            IsSandbox = plan.Request.Sandbox is not null,
        };
        var wire = new WireOptions
        {
            CertificateAuthority = plan.CertificateAuthority,
            Time = time,
            Trace = plan.Request.TracePath is { } path ? WireTrace.ToFile(path) : null,
        };
        return new LiveSession(handle, plan, tokens, wire, signIn);
    }

    private TokenStore StoreFor(ConnectPlan plan, IConnectEvents events)
    {
        if (plan.Request.Sandbox is { } sandbox)
        {
            return sandboxStores.GetOrAdd(sandbox.Id, _ => TokenStore.InMemory());
        }

        if (plan.Request.NoStore)
        {
            return TokenStore.InMemory();
        }

        var store = TokenStore.File(DataFolder.Accounts(plan.Request.StoreFolder), TokenProtection.Encrypted, time: time);
        store.Damaged += (_, damage) => events.Warning(
            damage.KeptAs is { } kept ? $"The account store was damaged and set aside as {kept}: {damage.Reason}" : $"The account store was damaged: {damage.Reason}");
        return store;
    }

    private static async Task ProveAsync(LiveSession live, CancellationToken cancellationToken)
    {
        if (live.Plan.Request.SendOnly)
        {
            await live.OnSmtpAsync((_, _, _) => Task.FromResult(true), cancellationToken);
        }
        else
        {
            // Exchange says "authenticated but not connected" only to the first command after a good AUTHENTICATE.
            await live.OnImapAsync((imap, ct) => imap.SelectAsync("INBOX", readOnly: true, ct), "INBOX", cancellationToken);
        }
    }
}
