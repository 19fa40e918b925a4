using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>A connect request with every blank filled in: from the sandbox, the environment, or the cloud's row.</summary>
internal sealed class ConnectPlan
{
    // Of every personal account (ENTRA access-token-claims-reference).
    private const string PersonalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private const string Consumers = "consumers";

    private readonly string source;
    private string? redirectUri;

    private ConnectPlan(ConnectRequest request, CloudEndpoints cloud, OutlookCloud cloudName, string? clientId, string tenant, X509Certificate2? ca, SignInSource environment, string source, string? proxy, KeptApp? kept)
    {
        Kept = kept;
        Environment = environment;
        Request = request;
        Cloud = cloud;
        CloudName = cloudName;
        ClientId = clientId;
        Tenant = tenant;
        CertificateAuthority = ca;
        this.source = source;
        (EntraProxy, WireProxy) = ProxyChoice.Parse(proxy);
    }

    public ConnectRequest Request { get; }

    public CloudEndpoints Cloud { get; private set; }

    public OutlookCloud CloudName { get; }

    public string? ClientId { get; }

    public string Tenant { get; }

    public X509Certificate2? CertificateAuthority { get; }

    /// <summary>What the host's variables offer; nothing for a sandbox or a profile.</summary>
    public SignInSource Environment { get; }

    /// <summary>Where the sign-in's particulars come from, for people: the command, a profile, the environment, a kept app.</summary>
    public string Source => IsHostIdentity ? "the environment (ManagedIdentity from IDENTITY_ENDPOINT)" : source;

    /// <summary>
    /// Whether the host's variables may say who signs in. Somebody who names an account, a browser or a client id of their own
    /// means a person, whatever the host offers.
    /// </summary>
    public bool UsesEnvironment =>
        Request is { Sandbox: null, Silent: false, Interactive: false, SignIn: OutlookAppSignIn.None, ClientId: null, Account: null };

    /// <summary>Whether the identity that Azure gives this machine signs in.</summary>
    public bool UsesManagedIdentity =>
        Request.ManagedIdentity || (UsesEnvironment && Environment.Kind == SignInSourceKind.ManagedIdentity) || IsHostIdentity;

    /// <summary>A user-assigned identity's; null for the system-assigned one.</summary>
    public string? ManagedIdentityClientId =>
        Request.ManagedIdentityClientId ?? Environment.ManagedIdentityClientId ?? (IsHostIdentity ? Environment.ClientId : null);

    /// <summary>Whether the host's variables name a sign-in in which no person has a part.</summary>
    public bool IsUnattended =>
        UsesEnvironment && (UsesManagedIdentity || Environment.Kind is not (SignInSourceKind.None or SignInSourceKind.AppOnly));

    /// <summary>Null: what the machine's settings name.</summary>
    public EntraProxy? EntraProxy { get; }

    /// <summary>Null: what the environment names.</summary>
    public WireProxy? WireProxy { get; }

    /// <summary>True once a kept sign-in was used.</summary>
    public bool UsesKept { get; set; }

    /// <summary>True once the account book knows of it.</summary>
    public bool KeptEndIsNoted { get; set; }

    /// <summary>Set when Entra no longer takes the kept sign-in: its age then tells the tenant's policy.</summary>
    public SignInException? KeptSignInRefused { get; set; }

    /// <summary>What this user keeps of the app; null for one that was only named.</summary>
    public KeptApp? Kept { get; }

    // RFC 8314 §7.3: 993 and 465 speak TLS from the first octet, 143 and 587 through STARTTLS. Exchange Online has only
    // 993 and 587; a server on other ports is taken for one of that kind unless the request says otherwise.
    public WireEndpoint Imap => new(Cloud.ImapHost, Cloud.ImapPort, Request.ImapStartTls ?? Cloud.ImapPort == 143 ? TlsMode.StartTls : TlsMode.Implicit);

    public WireEndpoint Smtp => new(Cloud.SmtpHost, Cloud.SmtpPort, Request.SmtpImplicitTls ?? Cloud.SmtpPort == 465 ? TlsMode.Implicit : TlsMode.StartTls);

    /// <summary>In the browser, because that was asked for or because the app was registered for nothing else.</summary>
    public bool Interactive => SignIn == OutlookAppSignIn.Interactive;

    /// <summary>The sign-in that was asked for, or else the first that the kept app was registered for; None where nobody noted any.</summary>
    public OutlookAppSignIn SignIn => Request switch
    {
        { Interactive: true } => OutlookAppSignIn.Interactive,
        { SignIn: not OutlookAppSignIn.None and var asked } => asked,
        _ when Kept is { } kept => FirstOf(kept.SignIn),
        _ => OutlookAppSignIn.None,
    };

    /// <summary>The web app's redirect address on this machine; null where nobody signs in through one.</summary>
    public string? RedirectUri => redirectUri ??= Request.RedirectUri ?? KeptCredential.RedirectOf(this);

    /// <summary>Opens the sign-in page; null for the system's own browser.</summary>
    public Func<Uri, Task>? Browser => Request.Sandbox is not { } sandbox
        ? Request.OpenBrowser
        : page => OpenInSandboxAsync(sandbox, OnWebPage(page, new Uri(sandbox.WebPage)));

    // Where nothing else proves anybody. AZURE_CLIENT_ID without a proof then names a user-assigned identity, as Azure's own
    // tools have it; an identity without a mailbox is nobody's.
    private bool IsHostIdentity =>
        Request is { ManagedIdentity: false, AccessToken: null, ClientSecret: null, CertificatePath: null, CertificateThumbprint: null, FederatedTokenFile: null, Mailbox: not null }
        && UsesEnvironment
        && Environment is { HasHostIdentity: true, Kind: SignInSourceKind.None or SignInSourceKind.AppOnly } && ClientId == Environment.ClientId;

    // The values stand in that order.
    private static OutlookAppSignIn FirstOf(OutlookAppSignIn all) => all & (OutlookAppSignIn)(-(int)all);

    private Task OpenInSandboxAsync(OutlookSandboxInfo sandbox, Uri page) =>
        Request.OpenBrowser is { } open ? open(page)
        : sandbox.Approval == "Page" ? SystemBrowser.OpenAsync(page)
        : new SandboxVisitor().OpenAsync(page);

    // No browser knows the sandbox's CA: its pages for people are on plain http, beside the endpoints for programs.
    private static Uri OnWebPage(Uri page, Uri web) => new UriBuilder(page) { Scheme = web.Scheme, Port = web.Port }.Uri;

    /// <param name="request">What was asked for, filled in from the profile where there is one.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="kept">The app that this user keeps for it.</param>
    /// <param name="profile">Whether the request was filled in from a profile, and which.</param>
    public static ConnectPlan From(ConnectRequest request, Func<string, string?> environment, KeptApp? kept = null, string? profile = null)
    {
        var sandbox = request.Sandbox;
        var offered = SignInSources.FromEnvironment(sandbox is null && profile is null ? environment : _ => null);
        var authority = First(request.Authority, sandbox?.Authority, request.Cloud == OutlookCloud.Global ? offered.Authority : null);
        var tenant = First(request.Tenant, sandbox?.Tenant, offered.Tenant);
        var known = authority is null ? request.Cloud : CloudAt(authority, request.Cloud);
        var row = known is not { } name ? CustomRow(authority!, request, sandbox)
            : name == OutlookCloud.Global && IsPersonal(tenant) ? CloudEndpoints.Personal
            : CloudEndpoints.For(name);
        var cloud = row with
        {
            ImapHost = First(request.ImapServer) ?? row.ImapHost,
            ImapPort = request.ImapPort ?? row.ImapPort,
            SmtpHost = First(request.SmtpServer) ?? row.SmtpHost,
            SmtpPort = request.SmtpPort ?? row.SmtpPort,
        };

        // An app that was registered in the sandbox goes before the one it starts with; elsewhere the environment does.
        var clientId = First(request.ClientId, sandbox is null ? null : kept?.ClientId, sandbox?.ClientId, offered.ClientId, kept?.ClientId);
        return new ConnectPlan(
            request,
            cloud,
            known ?? OutlookCloud.Custom,
            clientId,
            First(tenant, kept is not null && kept.ClientId == clientId ? kept.SignInTenant : null) ?? "common",
            request.CertificateAuthority ?? (sandbox is null ? null : new X509Certificate2(Encoding.ASCII.GetBytes(sandbox.CertificateAuthorityPem))),
            offered,
            SourceOf(request, offered, kept, profile, clientId),
            First(request.Proxy) ?? ProxyChoice.Own(environment, cloud.Authority),
            kept is not null && string.Equals(kept.ClientId, clientId, StringComparison.OrdinalIgnoreCase) ? kept : null);
    }

    private static string SourceOf(ConnectRequest request, SignInSource offered, KeptApp? kept, string? profile, string? clientId) =>
        request.AccessToken is not null ? "the command's access token"
        : profile is not null ? profile
        : offered.Kind == SignInSourceKind.ManagedIdentity || (offered.ClientId is not null && offered.ClientId == clientId && request.ClientId is null) ? $"the environment ({offered})"
        : request.ClientId is not null || request.ManagedIdentity ? "the command"
        : kept is not null && kept.ClientId == clientId ? $"the app that is kept by default ({kept.Name ?? kept.ClientId})"
        : request.Sandbox is not null ? "the sandbox"
        : "nothing";

    // AZURE_AUTHORITY_HOST names Microsoft's own clouds too; those are no custom ones. Two of them share a host.
    private static OutlookCloud? CloudAt(string authority, OutlookCloud asked) => CloudEndpoints.CloudOf(authority) switch
    {
        OutlookCloud.USGovHigh when asked == OutlookCloud.USGovDoD => asked,
        var cloud => cloud,
    };

    private static bool IsPersonal(string? tenant) =>
        string.Equals(tenant, PersonalTenant, StringComparison.OrdinalIgnoreCase) || string.Equals(tenant, Consumers, StringComparison.OrdinalIgnoreCase);

    /// <summary>A consumer's mailbox submits at a host of its own. Where anybody may sign in, only the sign-in tells that it is one.</summary>
    public void Meet(string? tenantOfAccount)
    {
        if (CloudName == OutlookCloud.Global && IsPersonal(tenantOfAccount) && Cloud.SmtpHost == CloudEndpoints.For(OutlookCloud.Global).SmtpHost && First(Request.SmtpServer) is null)
        {
            Cloud = Cloud with { SmtpHost = CloudEndpoints.Personal.SmtpHost };
        }
    }

    // A custom authority is not assumed to have a Graph: User.Read then stays NotTested instead of failing.
    private static CloudEndpoints CustomRow(string authority, ConnectRequest request, OutlookSandboxInfo? sandbox) => new()
    {
        Authority = authority.TrimEnd('/'),
        Graph = First(request.Graph, sandbox?.Graph),
        ImapHost = sandbox?.ImapHost ?? "localhost",
        ImapPort = sandbox?.ImapPort ?? 993,
        SmtpHost = sandbox?.SmtpHost ?? "localhost",
        SmtpPort = sandbox?.SmtpPort ?? 587,
        IsVerified = false,
    };

    private static string? First(params string?[] candidates)
    {
        foreach (var candidate in candidates)
        {
            if (!string.IsNullOrWhiteSpace(candidate))
            {
                return candidate!.Trim();
            }
        }

        return null;
    }
}
