using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>An app request with every blank filled in: the cloud, the tenant, the stores.</summary>
internal sealed class AppPlace
{
    private AppPlace(AppRequest request, SignInSettings settings, AppStore apps)
    {
        Request = request;
        Settings = settings;
        Apps = apps;
    }

    public AppRequest Request { get; }

    /// <summary>For the sign-in of whoever does the work.</summary>
    public SignInSettings Settings { get; }

    public AppStore Apps { get; }

    public string Authority => Settings.Cloud.Authority;

    public static AppPlace From(AppRequest request, StoreShelf shelf, TimeProvider time, Func<string, string?> environment)
    {
        var sandbox = request.Sandbox;
        var cloud = sandbox is not null || request.Authority is not null
            ? new CloudEndpoints
            {
                Authority = (request.Authority ?? sandbox!.Authority).TrimEnd('/'),
                Graph = request.Graph ?? sandbox?.Graph,
                IsVerified = false,
            }
            : CloudEndpoints.For(request.Cloud);
        var bootstrap = First(request.BootstrapClientId, sandbox?.BootstrapClientId, sandbox is null ? environment("OUTLOOKMAIL_BOOTSTRAP_CLIENT_ID") : null);
        return new AppPlace(
            request,
            new SignInSettings
            {
                ClientId = bootstrap ?? (request.AccessToken is null ? "" : Guid.Empty.ToString()),
                Tenant = First(request.Tenant, sandbox?.Tenant, sandbox is null ? environment("OUTLOOKMAIL_TENANT_ID") : null) ?? "organizations",
                Cloud = cloud,
                CertificateAuthority = request.CertificateAuthority ?? (sandbox is null ? null : new X509Certificate2(Encoding.ASCII.GetBytes(sandbox.CertificateAuthorityPem))),
                LoginHint = request.Account,
                Proxy = ProxyChoice.Parse(ProxyChoice.Own(environment, cloud.Authority)).Http,
                Store = shelf.Accounts(sandbox?.Id, request.StoreFolder),
                Time = time,
            },
            shelf.Apps(sandbox?.Id, request.StoreFolder));
    }

    /// <summary>For work that asks Graph.</summary>
    /// <exception cref="OutlookMailException">There is no Graph, or no app to sign in with.</exception>
    public AppPlace CheckGraph()
    {
        if (Settings.Cloud.Graph is null)
        {
            throw AppErrors.AppInvalid("-Graph", "There is no Microsoft Graph at this authority.", null);
        }

        return Settings.ClientId.Length > 0 ? this : throw AppErrors.NoBootstrapApp();
    }

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
