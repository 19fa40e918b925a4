using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using OutlookMail.Sandbox.State;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The sandbox's Entra: directory, codes and tokens, and the rules between them. Endpoints are thin over it.</summary>
internal sealed class EntraService : IDisposable
{
    private readonly Action<string> log;

    /// <param name="authority">https, no slash at the end.</param>
    /// <param name="webPage">http, no slash at the end: where people go.</param>
    public EntraService(SandboxOptions options, TimeProvider time, string authority, string webPage, SandboxFaults faults, Action<string> log, SandboxState? kept = null)
    {
        Options = options;
        Faults = faults;
        ReplicationDelay = options.ReplicationDelay;
        Time = time;
        Authority = authority;
        WebPage = webPage;
        this.log = log;
        Catalogue = new ApiCatalogue(authority);

        string firstWorkAddress = options.Users.FirstOrDefault(u => !IsPersonalAddress(u)) ?? "sandbox@contoso.test";
        string domain = kept?.Domain ?? options.TenantDomain ?? firstWorkAddress[(firstWorkAddress.IndexOf('@', StringComparison.Ordinal) + 1)..];
        Directory = new EntraDirectory(kept?.TenantId ?? (options.TenantId is null ? Guid.NewGuid() : Guid.Parse(options.TenantId)), domain, Catalogue, time.GetUtcNow());
        Tokens = new TokenFactory(options, time, authority);
        foreach (string address in options.Users)
        {
            AddUser(address);
        }

        DefaultApp = kept is null ? AddDefaultApp() : Restore(kept);
        foreach (AppRegistration app in FirstPartyApps.Create())
        {
            Directory.Add(app);
        }
    }

    public SandboxOptions Options { get; }

    public TimeProvider Time { get; }

    public string Authority { get; }

    public string WebPage { get; }

    public ApiCatalogue Catalogue { get; }

    public EntraDirectory Directory { get; }

    public TokenFactory Tokens { get; }

    public DeviceCodes DeviceCodes { get; } = new();

    public RefreshTokens RefreshTokens { get; } = new();

    public AuthorizationCodes AuthorizationCodes { get; } = new();

    /// <summary>Keys of other identity providers, by issuer.</summary>
    public ConcurrentDictionary<string, RSAParameters> IssuerKeys { get; } = new(StringComparer.Ordinal);

    public SandboxFaults Faults { get; }

    public SandboxConditionalAccess Rules { get; } = new();

    /// <summary>An app-management policy on the lifetime of secrets; null: none.</summary>
    public TimeSpan? MaximumSecretLifetime { get; set; }

    /// <summary>False: people with work accounts cannot consent for themselves; an administrator has to.</summary>
    public bool UserConsentAllowed { get; set; } = true;

    /// <summary>How long a new object is not seen by other calls.</summary>
    public TimeSpan ReplicationDelay { get; set; }

    public AppRegistration DefaultApp { get; }

    public bool IsPersonalAddress(string address) =>
        Options.PersonalDomains.Any(d => address.EndsWith("@" + d, StringComparison.OrdinalIgnoreCase));

    public SandboxUser AddUser(string address)
    {
        var user = new SandboxUser(address, Directory.TenantId, IsPersonalAddress(address))
        {
            IsAdministrator = Directory.Users.Count == 0,
        };
        Directory.Add(user);
        return user;
    }

    public void Log(string line) => log(line);

    public bool IsReplicated(DateTimeOffset createdOn) => ReplicationDelay <= TimeSpan.Zero || Time.GetUtcNow() >= createdOn + ReplicationDelay;

    /// <exception cref="EntraException">A refusal was switched on for this endpoint.</exception>
    public void TakeSignInError(SandboxEntraEndpoint endpoint)
    {
        if (Faults.TakeSignInError(endpoint) is int code)
        {
            throw new EntraException(code);
        }
    }

    /// <summary>Signs a person in on a device code, and takes her consent to what it asks.</summary>
    /// <exception cref="EntraException">90120 when it was answered already, 70019 when it is too old, 50020 or 500200 when she may not.</exception>
    public void Approve(DeviceCode code, SandboxUser user)
    {
        if (Time.GetUtcNow() >= code.ExpiresOn)
        {
            throw new EntraException(70019);
        }

        CheckAccount(user, code.Tenant, code.App);
        if (!DeviceCodes.TryMove(code, DeviceCodeState.Pending, DeviceCodeState.Approved, user))
        {
            throw new EntraException(90120);
        }

        code.HasMfa = true;
        ConsentTo(code.App, user, code.Scope);
        Log($"SANDBOX signed in {user.Address} for device code {code.UserCode}.");
    }

    /// <exception cref="EntraException">90120 when it was answered already.</exception>
    public void Decline(DeviceCode code)
    {
        if (!DeviceCodes.TryMove(code, DeviceCodeState.Pending, DeviceCodeState.Declined))
        {
            throw new EntraException(90120);
        }

        Log($"SANDBOX declined device code {code.UserCode}.");
    }

    /// <summary>The first user who may sign in there: at /consumers that is the first personal account.</summary>
    public SandboxUser? FirstWhoMay(TenantSegment tenant, AppRegistration app) => Directory.Users.FirstOrDefault(user =>
    {
        try
        {
            CheckAccount(user, tenant, app);
            return true;
        }
        catch (EntraException)
        {
            return false;
        }
    });

    /// <summary>Whether this person may sign in to this app at this authority.</summary>
    public static void CheckAccount(SandboxUser user, TenantSegment tenant, AppRegistration app)
    {
        if (user.IsPersonal && (!tenant.AllowsPersonal || !app.AllowsPersonal))
        {
            throw tenant.AllowsPersonal || tenant.Target == TenantSegment.Kind.Organizations
                ? new EntraException(500200)
                : new EntraException(50020, $"User account '{user.Address}' from identity provider 'live.com' does not exist in tenant 'SANDBOX' and cannot access the application '{app.AppId}'({app.DisplayName}) in that tenant. The account needs to be added as an external user in the tenant first.");
        }

        if (!user.IsPersonal && (!tenant.AllowsWork || !app.AllowsWork))
        {
            throw new EntraException(500208);
        }

        if (!user.IsEnabled)
        {
            throw new EntraException(50057);
        }
    }

    /// <summary>Records what the person just agreed to.</summary>
    /// <exception cref="EntraException">90094 when only an administrator may agree to it.</exception>
    public void ConsentTo(AppRegistration app, SandboxUser user, ScopeRequest scope)
    {
        if (!user.IsAdministrator && NeedsAdministrator(app, user, scope))
        {
            throw new EntraException(90094);
        }

        foreach (IGrouping<ApiResource, ScopeRequest.Part> group in scope.Parts.GroupBy(p => p.Resource))
        {
            IEnumerable<string> permissions = group.Any(p => p.IsDefault)
                ? Directory.DeclaredScopes(app).Where(d => d.Resource == group.Key).Select(d => d.Permission.Value)
                : group.Select(p => p.Permission);
            Directory.Consent(app, user, group.Key, permissions, Time.GetUtcNow());
        }
    }

    /// <summary>What a person is asked to agree to: what she, or an administrator, has not agreed to yet.</summary>
    public IReadOnlyList<string> MissingConsent(AppRegistration app, SandboxUser user, ScopeRequest scope) =>
    [
        .. scope.Parts.GroupBy(p => p.Resource).SelectMany(group =>
        {
            IReadOnlySet<string> consented = Directory.ConsentedScopes(app, user, group.Key);
            IEnumerable<string> asked = group.Any(p => p.IsDefault)
                ? Directory.DeclaredScopes(app).Where(d => d.Resource == group.Key).Select(d => d.Permission.Value)
                : group.Select(p => p.Permission);
            return asked.Where(a => !consented.Contains(a));
        }),
    ];

    public void Dispose() => Tokens.Dispose();

    private bool NeedsAdministrator(AppRegistration app, SandboxUser user, ScopeRequest scope) =>
        MissingConsent(app, user, scope).Any(value => (!UserConsentAllowed && !user.IsPersonal) || scope.Parts.Any(p => p.Resource.FindScope(value) is { NeedsAdmin: true }));

    /// <summary>What is to be kept on disk.</summary>
    public SandboxState ToState(TimeSpan clockOffset) => new()
    {
        TenantId = Directory.TenantId,
        Domain = Directory.Domain,
        DefaultAppId = DefaultApp.AppId,
        ClockOffset = clockOffset,
        Users = [.. Directory.Users.Select(u => new UserState(u.Address, u.DisplayName, u.IsAdministrator, u.IsEnabled, u.Email))],
        Apps = [.. Directory.Apps.Where(a => !a.IsFirstParty)],
        ServicePrincipals = [.. Directory.ServicePrincipals],
        Grants = [.. Directory.Grants],
        RoleAssignments = [.. Directory.RoleAssignments],
        RefreshTokens = [.. RefreshTokens.Entries.Select(e => new RefreshState(e.Key, e.Value.User.Address, e.Value.AppId, e.Value.SignedInOn, e.Value.ExpiresOn, e.Value.ByDeviceCode, e.Value.HasMfa, e.Value.ByWebApp))],
    };

    private AppRegistration Restore(SandboxState kept)
    {
        Directory.Restore(kept);
        foreach (UserState state in kept.Users)
        {
            SandboxUser user = Directory.FindUser(state.Address) ?? AddUser(state.Address);
            user.DisplayName = state.DisplayName;
            user.IsAdministrator = state.IsAdministrator;
            user.IsEnabled = state.IsEnabled;
            user.Email = state.Email;
        }

        foreach (RefreshState token in kept.RefreshTokens)
        {
            if (Directory.FindUser(token.User) is SandboxUser user)
            {
                RefreshTokens.Restore(token.Hash, new RefreshGrant(user, token.AppId, token.SignedInOn, token.ExpiresOn, token.ByDeviceCode, token.HasMfa, token.ByWebApp));
            }
        }

        return Directory.FindApp(kept.DefaultAppId.ToString()) ?? AddDefaultApp();
    }

    private AppRegistration AddDefaultApp()
    {
        var app = new AppRegistration
        {
            AppId = Options.ClientId is null ? Guid.NewGuid() : Guid.Parse(Options.ClientId),
            DisplayName = "OutlookMail SANDBOX app",
            SignInAudience = AppRegistration.WorkAndPersonal,
            IsFallbackPublicClient = true,
            RequestedAccessTokenVersion = 2,
            PublicRedirectUris = ["http://localhost", "https://login.microsoftonline.com/common/oauth2/nativeclient"],
            CreatedOn = Time.GetUtcNow(),
        };
        string[] mail = ["IMAP.AccessAsUser.All", "SMTP.Send"];
        string[] graph = ["User.Read", "email", "offline_access", "openid", "profile"];
        app.RequiredResourceAccess[ApiCatalogue.ExchangeAppId] = [.. mail.Select(v => new DeclaredPermission(Catalogue.Exchange.FindScope(v)!.Id, "Scope"))];
        app.RequiredResourceAccess[ApiCatalogue.GraphAppId] = [.. graph.Select(v => new DeclaredPermission(Catalogue.Graph.FindScope(v)!.Id, "Scope"))];
        Directory.Add(app);
        Directory.EnsureServicePrincipal(app, Time.GetUtcNow());
        if (Options.AdminConsent)
        {
            Directory.Consent(app, null, Catalogue.Exchange, mail, Time.GetUtcNow());
            Directory.Consent(app, null, Catalogue.Graph, graph, Time.GetUtcNow());
        }

        return app;
    }
}
