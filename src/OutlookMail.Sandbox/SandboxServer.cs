using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Exchange.Administration;
using OutlookMail.Sandbox.Http;
using OutlookMail.Sandbox.Imap;
using OutlookMail.Sandbox.Smtp;
using OutlookMail.Sandbox.State;
using OutlookMail.Sandbox.Store;
using OutlookMail.Sandbox.Tls;
using OutlookMail.Sandbox.Web;

namespace OutlookMail.Sandbox;

/// <summary>
/// Microsoft's side of the job on loopback: Entra and Graph over HTTPS, Exchange's IMAP and SMTP, pages for people over
/// http, one mail store in memory. It listens on no other address, and its CA is in nobody's trust store.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly StateDirectory? state;
    private readonly SandboxRequestLog log;
    private readonly EntraService entra;
    private readonly WebServer web;
    private readonly TlsFront front;
    private readonly ImapServer imap;
    private readonly SmtpServer smtp;
    private readonly SandboxCertificates certificates;
    private bool disposed;

    /// <param name="opened">Takes everything that has to be closed again when a later part cannot be opened.</param>
    private SandboxServer(SandboxOptions options, Stack<IAsyncDisposable> opened)
    {
        Options = options;
        Clock = new SandboxClock(options.Time);
        state = options.Path is null ? null : new StateDirectory(options.Path);
        SandboxState? kept = state?.Load();
        Clock.Advance(kept?.ClockOffset ?? TimeSpan.Zero);
        Store = new SandboxMailStore(Clock);
        certificates = SandboxCertificates.Create();
        web = WebServer.Open(options.WebPort);
        opened.Push(web);
        front = new TlsFront(options.EntraPort, web.Port, certificates.ServerOptions);
        opened.Push(front);
        string authority = string.Create(CultureInfo.InvariantCulture, $"https://localhost:{front.Port}");
        string page = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{web.Port}");
        log = new SandboxRequestLog(Clock);
        entra = new EntraService(options, Clock, authority, page, Faults, Say, kept);
        state?.LoadMail(Store);
        foreach (SandboxUser user in entra.Directory.Users)
        {
            Store.Add(user.Address);
        }

        Exchange = new SandboxExchange(entra.Directory, Store);
        if (kept?.Exchange is ExchangeState exchangeState)
        {
            Exchange.Restore(exchangeState);
        }

        var exchange = new ExchangeService(entra, Store, Faults, options, log, Exchange);
        imap = new ImapServer(options.ImapPort, exchange, certificates.ServerOptions);
        opened.Push(imap);
        smtp = new SmtpServer(options.SmtpPort, exchange, certificates.ServerOptions);
        opened.Push(smtp);

        Info = new OutlookSandboxInfo(Guid.NewGuid())
        {
            Authority = authority,
            Tenant = entra.Directory.Users is [{ IsPersonal: true }, ..] ? "consumers" : entra.Directory.TenantId.ToString(),
            ClientId = entra.DefaultApp.AppId.ToString(),

            // Microsoft Graph Command Line Tools: the sandbox knows it as every tenant does.
            BootstrapClientId = "14d82eec-204b-4c2f-b7e8-296a70dab67e",
            WebPage = page,
            Graph = authority,
            ImapPort = imap.Port,
            SmtpPort = smtp.Port,
            Users = [.. entra.Directory.Users.Select(u => u.Address)],
            Approval = options.Approval.ToString(),
            CertificateAuthorityPem = certificates.Authority.ExportCertificatePem(),
            IsRunning = true,
        };
    }

    /// <summary>One line for every sign-in, refusal and delivery; raised on any thread, never with a secret in it.</summary>
    public event Action<string>? Log;

    public SandboxOptions Options { get; }

    /// <summary>Where everything answers, without any secret.</summary>
    public OutlookSandboxInfo Info { get; }

    /// <summary>The CA that signed the sandbox's certificate; a client trusts it for its connections to this sandbox only.</summary>
    public X509Certificate2 CertificateAuthority => certificates.Authority;

    /// <summary>The sandbox's time; move it to let tokens, codes and secrets expire.</summary>
    public SandboxClock Clock { get; }

    public SandboxFaults Faults { get; } = new(null);

    public SandboxMailStore Store { get; }

    public IReadOnlyList<SandboxUser> Users => entra.Directory.Users;

    /// <summary>The app registrations, as people look at them; Microsoft's own are not among them.</summary>
    public IReadOnlyList<OutlookSandboxApp> Apps => [.. entra.Directory.Apps.Where(a => !a.IsFirstParty).Select(a => AppDescription.Of(entra, a))];

    /// <summary>The tenant's Conditional Access rules.</summary>
    public SandboxConditionalAccess ConditionalAccess => entra.Rules;

    /// <summary>What an Exchange administrator has allowed, and the commands that allow it.</summary>
    public SandboxExchange Exchange { get; }

    /// <summary>The administrator's commands as PowerShell functions that call this sandbox; also at <c>{WebPage}/exchange.ps1</c>.</summary>
    public string ExchangeCommands => ExchangeScript.Define(Info.WebPage);

    /// <summary>A script that takes those functions away again.</summary>
    public string ExchangeCommandsRemoval => ExchangeScript.Remove(Info.WebPage);

    /// <summary>False: people with work accounts cannot consent for themselves (AADSTS90094); an administrator has to.</summary>
    public bool UserConsentAllowed
    {
        get => entra.UserConsentAllowed;
        set => entra.UserConsentAllowed = value;
    }

    /// <summary>The latest requests of every service, oldest first.</summary>
    public IReadOnlyList<SandboxRequest> Requests => log.Entries;

    /// <summary>The key of another identity provider, as Entra would fetch it from there: tokens that it signed stand for the apps whose federated credentials name the issuer.</summary>
    public void AddIssuerKey(string issuer, RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        entra.IssuerKeys[issuer] = key.ExportParameters(includePrivateParameters: false);
    }

    /// <summary>How long a new app, secret or consent is not yet seen elsewhere.</summary>
    public TimeSpan ReplicationDelay
    {
        get => entra.ReplicationDelay;
        set => entra.ReplicationDelay = value;
    }

    /// <summary>An app-management policy on the lifetime of client secrets; null: none.</summary>
    public TimeSpan? MaximumSecretLifetime
    {
        get => entra.MaximumSecretLifetime;
        set => entra.MaximumSecretLifetime = value;
    }

    /// <summary>The AADSTS numbers that <see cref="SandboxFaults.NextSignInError"/> and <see cref="SandboxUser.SignInError"/> take, with the OAuth error each travels with.</summary>
    public static IReadOnlyList<(int Code, string Error, string Text)> SignInErrors => [.. EntraErrors.All.Select(e => (e.Code, e.Error, e.Text))];

    /// <summary>Starts everything; when it returns, every port answers.</summary>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ct.ThrowIfCancellationRequested();
        if (options.Users.Count == 0)
        {
            throw new ArgumentException("A sandbox needs at least one user.", nameof(options));
        }

        foreach (string user in options.Users)
        {
            CheckAddress(user);
        }

        // Certificates, sockets and the directory are synchronous work; the caller may be a UI or pipeline thread.
        return await Task.Run(() => OpenAsync(options), ct).ConfigureAwait(false);
    }

    /// <summary>Closes every IMAP and SMTP connection at once, as a server that restarts does.</summary>
    public void DropConnections()
    {
        imap.DropConnections();
        smtp.DropConnections();
    }

    /// <summary>Signs a person in on a device code, as the web page would.</summary>
    /// <exception cref="InvalidOperationException">The code is unknown, too old or already answered, or the person may not sign in there.</exception>
    public void Approve(string userCode, string user) =>
        Answer(userCode, code => entra.Approve(code, entra.Directory.FindUser(user) ?? throw new EntraException(50034)));

    /// <inheritdoc cref="Approve"/>
    public void Deny(string userCode) => Answer(userCode, entra.Decline);

    /// <summary>An access token without a sign-in, for tests: any audience and scopes, also wrong ones.</summary>
    /// <param name="audience">aud; null is https://outlook.office.com.</param>
    /// <param name="scopes">null: IMAP.AccessAsUser.All and SMTP.Send.</param>
    /// <param name="lifetime">null: as a real one; negative for a token that has expired.</param>
    public string IssueToken(string user, string? audience = null, IReadOnlyList<string>? scopes = null, TimeSpan? lifetime = null)
    {
        SandboxUser owner = entra.Directory.FindUser(user) ?? throw new KeyNotFoundException($"The sandbox has no user {user}.");
        return entra.Tokens.AccessToken(
            owner,
            entra.DefaultApp.AppId,
            audience ?? "https://outlook.office.com",
            scopes ?? ["IMAP.AccessAsUser.All", "SMTP.Send"],
            lifetime ?? entra.Tokens.NextLifetime());
    }

    /// <summary>Adds a person with a mailbox while the sandbox runs.</summary>
    /// <exception cref="ArgumentException">The text is no address.</exception>
    public SandboxUser AddUser(string address)
    {
        CheckAddress(address);
        if (entra.Directory.FindUser(address) is SandboxUser known)
        {
            return known;
        }

        Store.Add(address);
        SandboxUser added = entra.AddUser(address);
        Info.Users = [.. Users.Select(u => u.Address)];
        return added;
    }

    /// <summary>Adds a mailbox that nobody signs in to; grant FullAccess or SendAs on it to let people in.</summary>
    /// <exception cref="ArgumentException">The text is no address.</exception>
    public SandboxMailbox AddSharedMailbox(string address)
    {
        CheckAddress(address);
        return Store.Add(address);
    }

    /// <summary>Makes the next JWTs be signed with a new key; the old one stays published.</summary>
    public void RotateSigningKey() => entra.Tokens.Keys.Rotate();

    /// <summary>Voids every refresh token of a person, as a password change does (AADSTS50173).</summary>
    public void RevokeSignIns(string user) =>
        entra.RefreshTokens.Revoke(entra.Directory.FindUser(user) ?? throw new KeyNotFoundException($"The sandbox has no user {user}."), Clock.GetUtcNow());

    /// <summary>Writes everything to <see cref="SandboxOptions.Path"/>, as stopping does; without a path it does nothing.</summary>
    public void Save()
    {
        if (state is null)
        {
            return;
        }

        SandboxState kept = entra.ToState(Clock.Offset);
        kept.Exchange = Exchange.ToState();
        state.Save(kept);
        state.SaveMail(Store);
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Info.IsRunning = false;
        await imap.DisposeAsync().ConfigureAwait(false);
        await smtp.DisposeAsync().ConfigureAwait(false);
        await front.DisposeAsync().ConfigureAwait(false);
        await web.DisposeAsync().ConfigureAwait(false);
        Save();
        entra.Dispose();
        certificates.Dispose();
        Store.Pool.Dispose();
    }

    /// <summary>One IMAP session without a socket and without TLS, until it ends.</summary>
    internal Task ServeImapAsync(Stream stream, CancellationToken ct) => imap.ServeAsync(stream, ct);

    private static async Task<SandboxServer> OpenAsync(SandboxOptions options)
    {
        var opened = new Stack<IAsyncDisposable>();
        try
        {
            var server = new SandboxServer(options, opened);
            server.web.Start(new WebRouter(server, server.entra, server.log).HandleAsync, server.front.IsOwn);
            server.front.Start();
            server.imap.Start();
            server.smtp.Start();
            return server;
        }
        catch
        {
            // A port that is taken must not leave the others taken too.
            while (opened.TryPop(out IAsyncDisposable? part))
            {
                await part.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private static void CheckAddress(string address)
    {
        if (address.IndexOf('@', StringComparison.Ordinal) <= 0 || address.EndsWith('@') || address.AsSpan().ContainsAny(" \t\r\n\0"))
        {
            throw new ArgumentException($"'{address}' is no address; users and mailboxes are named by address.");
        }
    }

    private void Say(string line)
    {
        IssuedSecrets.NoteLine(line);
        Options.Log?.Invoke(line);
        Log?.Invoke(line);
    }

    private void Answer(string userCode, Action<DeviceCode> answer)
    {
        try
        {
            answer(entra.DeviceCodes.FindByUserCode(userCode) ?? throw new EntraException(70018));
        }
        catch (EntraException e)
        {
            throw new InvalidOperationException($"AADSTS{e.Code}: {e.Message}", e);
        }
    }
}
