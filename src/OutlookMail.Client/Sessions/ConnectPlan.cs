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
    private ConnectPlan(ConnectRequest request, CloudEndpoints cloud, OutlookCloud cloudName, string? clientId, string tenant, X509Certificate2? ca, SignInSource environment)
    {
        Environment = environment;
        Request = request;
        Cloud = cloud;
        CloudName = cloudName;
        ClientId = clientId;
        Tenant = tenant;
        CertificateAuthority = ca;
    }

    public ConnectRequest Request { get; }

    public CloudEndpoints Cloud { get; }

    public OutlookCloud CloudName { get; }

    public string? ClientId { get; }

    public string Tenant { get; }

    public X509Certificate2? CertificateAuthority { get; }

    /// <summary>What the host's variables offer; nothing for a sandbox.</summary>
    public SignInSource Environment { get; }

    // RFC 8314 §7.3: 993 and 465 speak TLS from the first octet, 143 and 587 through STARTTLS. Exchange Online has only
    // 993 and 587; a server on other ports is taken for one of that kind unless the request says otherwise.
    public WireEndpoint Imap => new(Cloud.ImapHost, Cloud.ImapPort, Request.ImapStartTls ?? Cloud.ImapPort == 143 ? TlsMode.StartTls : TlsMode.Implicit);

    public WireEndpoint Smtp => new(Cloud.SmtpHost, Cloud.SmtpPort, Request.SmtpImplicitTls ?? Cloud.SmtpPort == 465 ? TlsMode.Implicit : TlsMode.StartTls);

    /// <summary>Opens the sign-in page; null for the system's own browser.</summary>
    public Func<Uri, Task>? Browser => Request is { Sandbox: { } sandbox, OpenBrowser: { } open }
        ? page => open(OnWebPage(page, new Uri(sandbox.WebPage)))
        : Request.OpenBrowser;

    // No browser knows the sandbox's CA: its pages for people are on plain http, beside the endpoints for programs.
    private static Uri OnWebPage(Uri page, Uri web) => new UriBuilder(page) { Scheme = web.Scheme, Port = web.Port }.Uri;

    public static ConnectPlan From(ConnectRequest request, Func<string, string?> environment, KeptApp? kept = null)
    {
        var sandbox = request.Sandbox;
        var offered = SignInSources.FromEnvironment(sandbox is null ? environment : _ => null);
        var authority = First(request.Authority, sandbox?.Authority, request.Cloud == OutlookCloud.Global ? offered.Authority : null);
        var row = authority is null ? CloudEndpoints.For(request.Cloud) : KnownRow(authority) ?? CustomRow(authority, request, sandbox);
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
            row.IsVerified || authority is null ? request.Cloud : OutlookCloud.Custom,
            clientId,
            First(request.Tenant, sandbox?.Tenant, offered.Tenant, kept is not null && kept.ClientId == clientId ? kept.SignInTenant : null) ?? "common",
            request.CertificateAuthority ?? (sandbox is null ? null : new X509Certificate2(Encoding.ASCII.GetBytes(sandbox.CertificateAuthorityPem))),
            offered);
    }

    // AZURE_AUTHORITY_HOST names the Global cloud on most hosts; that is no custom one.
    private static CloudEndpoints? KnownRow(string authority)
    {
        var global = CloudEndpoints.For(OutlookCloud.Global);
        return string.Equals(authority.TrimEnd('/'), global.Authority, StringComparison.OrdinalIgnoreCase) ? global : null;
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
