using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
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
    private readonly ConcurrentDictionary<(Guid Sandbox, string Name), TokenStore> sandboxStores = new();
    private readonly AccountService accounts;
    private readonly ProfileService profiles;
    private readonly SessionTransfer transfer;
    private readonly TimeProvider time;
    private readonly Func<string, string?> environment;
    private readonly TimeProvider waits;

    // Runspaces that begin at once share the first one's session.
    private readonly SemaphoreSlim unattended = new(1, 1);

    /// <param name="waits">What pauses are measured by, where it is not what everything else is.</param>
    public SessionService(TimeProvider time, Func<string, string?> environment, TimeProvider? waits = null)
    {
        this.time = time;
        this.waits = waits ?? time;
        accounts = new AccountService(time);
        profiles = new ProfileService(time);
        transfer = new SessionTransfer(time);
        this.environment = environment;
    }

    public IReadOnlyList<OutlookSession> Sessions =>
        open.Values.Select(live => live.Handle).OrderBy(handle => handle.ConnectedOn).ToArray();

    public LiveSession Find(OutlookSession handle) =>
        open.TryGetValue(handle.Id, out var live) ? live : throw MailErrors.SessionClosed(handle);

    public ProfileService Profiles => profiles;

    public SessionTransfer Transfer => transfer;

    /// <summary>The request with what its profile, named or default, says of what it leaves open.</summary>
    /// <returns>The name of the profile, for people; null when there is none.</returns>
    public async Task<(ConnectRequest Request, string? Profile)> FillAsync(ConnectRequest request, IConnectEvents events, CancellationToken cancellationToken)
    {
        var profile = await profiles.ForAsync(request, environment, events, cancellationToken);
        return profile is null
            ? (EnvironmentBlanks.Fill(request, environment), null)
            : (await ProfileService.FillAsync(request, profile), request.Profile is null ? $"the default profile '{profile.Name}'" : $"the profile '{profile.Name}'");
    }

    /// <param name="request">What was asked for, filled in from its profile.</param>
    /// <param name="profile">The profile's name, for people; null when there is none.</param>
    /// <param name="kept">The app that this user keeps for it; null for none.</param>
    /// <param name="events">Told of codes and warnings.</param>
    /// <param name="cancellationToken">Cancels the sign-in.</param>
    public async Task<OutlookSession> ConnectAsync(ConnectRequest request, string? profile, KeptApp? kept, IConnectEvents events, CancellationToken cancellationToken)
    {
        var plan = ConnectPlan.From(request, environment, kept, profile);
        return request.Ensure && await new OpenSessions(open.Values).FindAsync(plan, ProveAsync, events, cancellationToken) is { } working
            ? working
            : await ConnectAsync(plan, tokens => tokens, events, cancellationToken);
    }

    /// <summary>
    /// The session that the host's variables name in full, made without a person: one that is open already, or a new one.
    /// Where others are open and none of them is that one, the caller is in the wrong runspace rather than in a fresh host.
    /// </summary>
    /// <param name="mailbox">Whose mail, where no variable says it.</param>
    /// <param name="sendOnly">Proves the session by SMTP alone.</param>
    /// <param name="events">Told of where the sign-in comes from.</param>
    /// <param name="cancellationToken">Cancels the sign-in.</param>
    public async Task<OutlookSession> ConnectUnattendedAsync(string? mailbox, bool sendOnly, IConnectEvents events, CancellationToken cancellationToken)
    {
        var request = EnvironmentBlanks.Fill(new ConnectRequest { Ensure = true, SendOnly = sendOnly, CanInteract = false }, environment);
        request.Mailbox ??= mailbox;
        var plan = ConnectPlan.From(request, environment);
        await unattended.WaitAsync(cancellationToken);
        try
        {
            var others = open.Values.Any(live => live.Handle.IsOpen);
            if (!plan.IsUnattended || (others && OpenOf(plan) is null))
            {
                throw MailErrors.NotSignedIn(others, plan.IsUnattended ? Array.Empty<string>() : Lacking(plan.Environment));
            }

            return await ConnectAsync(request, null, null, events, cancellationToken);
        }
        finally
        {
            unattended.Release();
        }
    }

    private static IReadOnlyList<string> Lacking(SignInSource offered) =>
        offered is { Kind: SignInSourceKind.AppOnly, PassedOver.Count: 0 }
            ? new[] { $"{offered.Variables[0]} names an app, and no secret, certificate or token proves it." }
            : offered.PassedOver;

    /// <summary>Opens a sealed session. Nothing of it is kept on this machine.</summary>
    public async Task<OutlookSession> ImportAsync(ImportSessionRequest request, IConnectEvents events, CancellationToken cancellationToken)
    {
        var (filled, check) = await transfer.OpenAsync(request, cancellationToken);
        var plan = ConnectPlan.From(filled, environment, null, $"the sealed session {request.Path}");
        return await ConnectAsync(plan, tokens => new BoundTokenSource(tokens, check), events, cancellationToken);
    }

    // A kept token can be in time and void all the same (a new password, a policy): the mail server refuses it, and then
    // Entra its renewal. Where somebody is there, that is a sign-in to be made again and no failure.
    private async Task<OutlookSession> ConnectAsync(ConnectPlan plan, Func<ITokenSource, ITokenSource> bind, IConnectEvents events, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(plan, bind, events, cancellationToken);
        }
        catch (OutlookMailException e) when (plan is { UsesKept: true, KeptSignInRefused: null } && e.InnerException is SignInException { NeedsInteraction: true })
        {
            plan.KeptSignInRefused = (SignInException)e.InnerException;
            if (plan.Request.Silent || !plan.Request.CanInteract)
            {
                throw;
            }

            events.Verbose($"The kept sign-in is no longer usable: {plan.KeptSignInRefused.Description}");
            return await OpenAsync(plan, bind, events, cancellationToken);
        }
        finally
        {
            await NoteEndAsync(plan);
        }
    }

    // Before a new sign-in of the account is noted: its age would be taken for the old one's.
    private async Task NoteEndAsync(ConnectPlan plan)
    {
        if (plan is { KeptSignInRefused: { } refused, KeptEndIsNoted: false } && IsKept(plan))
        {
            plan.KeptEndIsNoted = true;
            await accounts.NoteEndAsync(plan, refused, plan.Request.StoreFolder, CancellationToken.None);
        }
    }

    private async Task<OutlookSession> OpenAsync(ConnectPlan plan, Func<ITokenSource, ITokenSource> bind, IConnectEvents events, CancellationToken cancellationToken)
    {
        var signedIn = await new SignInChoice(plan, events, time, () => StoreFor(plan, events)).RunAsync(cancellationToken);
        plan.UsesKept = signedIn.IsKept;
        var live = Live(plan, signedIn, bind(signedIn.Tokens));
        try
        {
            await ProveAsync(live, cancellationToken);
            if (signedIn.Settings is not null && IsKept(plan))
            {
                await NoteEndAsync(plan);
                await accounts.NoteAsync(plan, signedIn, plan.Request.StoreFolder, events, cancellationToken);
            }
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }

        open[live.Handle.Id] = live;
        return live.Handle;
    }

    /// <summary>Signs in and looks at no mailbox. The caller disposes of what it gets, which is on no list.</summary>
    public async Task<LiveSession> SignInAsync(ConnectPlan plan, IConnectEvents events, CancellationToken cancellationToken)
    {
        var signedIn = await new SignInChoice(plan, events, time, () => StoreFor(plan, events)).RunAsync(cancellationToken);
        return Live(plan, signedIn, signedIn.Tokens);
    }

    /// <summary>An open session of the kind that a plan asks for, which need not be made again; null when there is none.</summary>
    public LiveSession? OpenOf(ConnectPlan plan) => new OpenSessions(open.Values).Of(plan);

    public ConnectPlan PlanOf(ConnectRequest request, KeptApp? kept) => ConnectPlan.From(request, environment, kept);

    /// <summary>A token for another program; renewed first when it is near its end.</summary>
    public async Task<OutlookAccessToken> GetAccessTokenAsync(OutlookSession handle, OutlookTokenResource resource, CancellationToken cancellationToken)
    {
        var live = Find(handle);
        if (resource == OutlookTokenResource.Mail)
        {
            var token = await live.Tokens.GetMailTokenAsync(forceRefresh: false, cancellationToken);
            return Token(token, live.Handle.Account, live.Tokens.ExpiresOn ?? default);
        }

        if (live.SignIn?.Cloud.Graph is null)
        {
            throw SignInErrors.NoGraphToken(handle);
        }

        var answer = await live.Tokens.GetTokenAsync(MailScopes.Graph(live.SignIn.Cloud, MailScopes.UserRead), forceRefresh: false, cancellationToken);
        return Token(answer.AccessToken, answer.Username, answer.ExpiresOn);

        OutlookAccessToken Token(string token, string user, DateTimeOffset expiresOn) =>
            new(new NetworkCredential("", token).SecurePassword, user, resource.ToString(), expiresOn);
    }

    public Task<IReadOnlyList<OutlookAccount>> AccountsAsync(string? storeFolder, CancellationToken cancellationToken) =>
        accounts.ListAsync(storeFolder, cancellationToken);

    public Task RemoveAccountAsync(string account, string? clientId, string? storeFolder, CancellationToken cancellationToken) =>
        accounts.RemoveAsync(account, clientId, storeFolder, cancellationToken);

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
            if (IsKept(live.Plan))
            {
                await accounts.ForgetAsync(settings.ClientId, handle.Account, live.Plan.Request.StoreFolder, cancellationToken);
            }
        }
    }

    private static bool IsKept(ConnectPlan plan) => plan.Request is { Sandbox: null, NoStore: false };

    public IReadOnlyList<OutlookSession> OfSandbox(Guid sandboxId) =>
        open.Values.Where(live => live.Plan.Request.Sandbox?.Id == sandboxId).Select(live => live.Handle).ToArray();

    /// <summary>Ends every session of a sandbox and drops the accounts that were kept for it.</summary>
    public async Task ForgetSandboxAsync(Guid sandboxId, CancellationToken cancellationToken)
    {
        foreach (var live in open.Values.Where(live => live.Plan.Request.Sandbox?.Id == sandboxId).ToArray())
        {
            await DisconnectAsync(live.Handle, forget: false, cancellationToken);
        }

        foreach (var store in sandboxStores.Keys.Where(key => key.Sandbox == sandboxId).ToArray())
        {
            sandboxStores.TryRemove(store, out _);
        }

        profiles.ForgetSandbox(sandboxId);
    }

    private LiveSession Live(ConnectPlan plan, SignedIn signedIn, ITokenSource tokens)
    {
        plan.Meet(tokens.LastAnswer?.TenantId);
        var handle = new OutlookSession(Guid.NewGuid(), signedIn.Account, plan.Request.Mailbox ?? signedIn.Account)
        {
            Cloud = plan.CloudName,
            SignIn = plan.Request.Tokens is null ? signedIn.Flow : "Imported",
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
            ResponseTimeout = plan.Request.ResponseTimeout ?? WireOptions.DefaultResponseTimeout,
            Time = time,
            Proxy = plan.WireProxy,
            Trace = OpenTrace(plan.Request.TracePath ?? environment("OUTLOOKMAIL_TRACE")),
        };
        return new LiveSession(handle, plan, tokens, wire, signedIn.Settings, waits);
    }

    private WireTrace? OpenTrace(string? path)
    {
        try
        {
            return string.IsNullOrEmpty(path) ? null : WireTrace.ToFile(path!, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw MailErrors.FileNotWritable(path!, e);
        }
    }

    private TokenStore StoreFor(ConnectPlan plan, IConnectEvents events)
    {
        if (plan.Request.Tokens is { } opened)
        {
            return opened;
        }

        if (plan.Request.Sandbox is { } sandbox)
        {
            return sandboxStores.GetOrAdd((sandbox.Id, AccountService.StoreOf(plan)), _ => TokenStore.InMemory());
        }

        if (plan.Request.NoStore)
        {
            return TokenStore.InMemory();
        }

        var store = DataFolder.Store(plan.Request.StoreFolder, AccountService.StoreOf(plan), time);
        if (DataFolder.IsPlainText)
        {
            events.Warning($"Sign-ins are kept in plain text, as {DataFolder.PlainTextVariable} asks: whoever can read {DataFolder.Accounts(plan.Request.StoreFolder)} can sign in as you.");
        }

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
