using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OutlookMail.Identity;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>A connect request with every blank filled in: from the sandbox, the environment, or the cloud's row.</summary>
internal sealed class ConnectPlan
{
    private ConnectPlan(ConnectRequest request, CloudEndpoints cloud, OutlookCloud cloudName, string? clientId, string tenant, X509Certificate2? ca)
    {
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

    // RFC 8314 §7.3: 993 and 465 speak TLS from the first octet, 143 and 587 through STARTTLS. Exchange Online has only
    // 993 and 587; a server on other ports is taken for one of that kind unless the request says otherwise.
    public WireEndpoint Imap => new(Cloud.ImapHost, Cloud.ImapPort, Request.ImapStartTls ?? Cloud.ImapPort == 143 ? TlsMode.StartTls : TlsMode.Implicit);

    public WireEndpoint Smtp => new(Cloud.SmtpHost, Cloud.SmtpPort, Request.SmtpImplicitTls ?? Cloud.SmtpPort == 465 ? TlsMode.Implicit : TlsMode.StartTls);

    public static ConnectPlan From(ConnectRequest request, Func<string, string?> environment)
    {
        var sandbox = request.Sandbox;
        var custom = sandbox is not null || request.Authority is not null;
        var row = custom ? CustomRow(request, sandbox) : CloudEndpoints.For(request.Cloud);
        var cloud = row with
        {
            ImapHost = First(request.ImapServer) ?? row.ImapHost,
            ImapPort = request.ImapPort ?? row.ImapPort,
            SmtpHost = First(request.SmtpServer) ?? row.SmtpHost,
            SmtpPort = request.SmtpPort ?? row.SmtpPort,
        };

        return new ConnectPlan(
            request,
            cloud,
            custom ? OutlookCloud.Custom : request.Cloud,
            First(request.ClientId, sandbox?.ClientId, sandbox is null ? environment("OUTLOOKMAIL_CLIENT_ID") : null, sandbox is null ? environment("AZURE_CLIENT_ID") : null),
            First(request.Tenant, sandbox?.Tenant, sandbox is null ? environment("OUTLOOKMAIL_TENANT_ID") : null, sandbox is null ? environment("AZURE_TENANT_ID") : null) ?? "common",
            request.CertificateAuthority ?? (sandbox is null ? null : new X509Certificate2(Encoding.ASCII.GetBytes(sandbox.CertificateAuthorityPem))));
    }

    // A custom authority is not assumed to have a Graph: User.Read then stays NotTested instead of failing.
    private static CloudEndpoints CustomRow(ConnectRequest request, OutlookSandboxInfo? sandbox) => new()
    {
        Authority = First(request.Authority, sandbox?.Authority)!.TrimEnd('/'),
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
