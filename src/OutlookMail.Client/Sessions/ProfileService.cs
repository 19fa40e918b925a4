using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Named sign-ins: keeps them, lists them, and fills in a connect request from one.</summary>
internal sealed class ProfileService
{
    private readonly StoreShelf shelf;

    public ProfileService(TimeProvider time) => shelf = new StoreShelf(time);

    public async Task<OutlookProfile> SaveAsync(ProfileRequest request, CancellationToken cancellationToken)
    {
        var store = shelf.Profiles(request.Sandbox?.Id, request.StoreFolder);
        var profile = Checked(request);
        await store.SaveAsync(profile, cancellationToken);
        if (request.MakeDefault)
        {
            await store.SetDefaultAsync(profile.Name, cancellationToken);
        }

        return View(profile, await store.DefaultAsync(cancellationToken));
    }

    public async Task<IReadOnlyList<OutlookProfile>> ListAsync(OutlookSandboxInfo? sandbox, string? folder, CancellationToken cancellationToken)
    {
        var store = shelf.Profiles(sandbox?.Id, folder);
        var byDefault = await store.DefaultAsync(cancellationToken);
        return (await store.ListAsync(cancellationToken)).Select(profile => View(profile, byDefault)).ToArray();
    }

    public async Task RemoveAsync(string name, OutlookSandboxInfo? sandbox, string? folder, CancellationToken cancellationToken)
    {
        var store = shelf.Profiles(sandbox?.Id, folder);
        if (!await store.RemoveAsync(name, cancellationToken))
        {
            throw await NotFoundAsync(name, store, cancellationToken);
        }
    }

    public void ForgetSandbox(Guid sandboxId) => shelf.Forget(sandboxId);

    /// <summary>
    /// The profile of a request: the named one, or the default one where neither the command nor the environment says
    /// which app to sign in with. Null when there is none.
    /// </summary>
    public async Task<AppProfile?> ForAsync(ConnectRequest request, Func<string, string?> environment, IConnectEvents events, CancellationToken cancellationToken)
    {
        var store = shelf.Profiles(request.Sandbox?.Id, request.StoreFolder);
        if (request.Profile is { } name)
        {
            return await store.FindAsync(name, cancellationToken) ?? throw await NotFoundAsync(name, store, cancellationToken);
        }

        if (NamesItsOwn(request) || (request.Sandbox is null && SignInSources.FromEnvironment(environment).Kind != SignInSourceKind.None))
        {
            return null;
        }

        try
        {
            return await store.DefaultAsync(cancellationToken);
        }
        catch (Exception e) when (e is TokenStoreException or SignInException { Failure: SignInFailure.RequiresPowerShell7 })
        {
            // Nobody asked for a profile; what needs the same folder will say what is wrong with it.
            events.Verbose($"The profiles cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>The request with its blanks filled in from the profile; what the command itself says goes before.</summary>
    public static async Task<ConnectRequest> FillAsync(ConnectRequest request, AppProfile profile)
    {
        var filled = request.Copy();
        filled.Profile = profile.Name;
        filled.ClientId ??= profile.Flow == SignInFlow.ManagedIdentity || profile.ClientId.Length == 0 ? null : profile.ClientId;
        filled.Tenant ??= profile.Tenant;
        filled.Cloud = request.Cloud == OutlookCloud.Global ? profile.Cloud : request.Cloud;
        filled.Account ??= profile.Account;
        filled.Mailbox ??= profile.Mailbox;
        filled.Authority ??= request.Sandbox is null ? profile.Authority : null;
        filled.Graph ??= profile.Graph;
        filled.ImapServer ??= profile.ImapServer;
        filled.ImapPort ??= profile.ImapPort;
        filled.SmtpServer ??= profile.SmtpServer;
        filled.SmtpPort ??= profile.SmtpPort;
        filled.Proxy ??= profile.Proxy;
        filled.CertificateAuthority ??= profile.CertificateAuthority is { } path ? ReadCertificate(path) : null;
        await FillFlowAsync(filled, profile);
        return filled;
    }

    private static async Task FillFlowAsync(ConnectRequest filled, AppProfile profile)
    {
        filled.Interactive |= profile.Flow == SignInFlow.Browser;
        if (profile.Flow == SignInFlow.ManagedIdentity)
        {
            filled.ManagedIdentity = true;
            filled.ManagedIdentityClientId = profile.ClientId.Length > 0 ? profile.ClientId : null;
        }

        var secret = profile.Vault is { } vault
            ? await FromVaultAsync(filled, vault, profile.VaultSecretName ?? profile.Name)
            : profile.Secret is { } kept ? new NetworkCredential("", kept.Reveal()).SecurePassword : null;
        filled.CertificateThumbprint ??= profile.CertificateThumbprint;
        filled.CertificatePath ??= profile.CertificatePath;
        filled.RedirectUri ??= profile.RedirectUri;
        filled.FederatedTokenFile ??= profile.TokenFile;
        if (profile.CertificatePath is not null)
        {
            filled.CertificatePassword ??= secret;
        }
        else
        {
            filled.ClientSecret ??= secret;
        }
    }

    private static Task<SecureString> FromVaultAsync(ConnectRequest request, string vault, string name) => request.Vault is { } read
        ? read(vault, name)
        : throw ProfileErrors.VaultUnavailable(vault, "nothing here speaks to vaults", null);

    private static AppProfile Checked(ProfileRequest request)
    {
        if (request.ClientId is { } clientId)
        {
            PastedValues.Refuse(PastedValues.ClientId(clientId), "ClientId");
        }
        else if (!request.ManagedIdentity && request.Sandbox is null)
        {
            throw AppErrors.AppInvalid("ClientId", "A profile names its app, unless it is a managed identity's.", null);
        }

        var secret = request.Secret is { } given ? new SecretValue(given) : null;
        if (secret is not null && request.CertificatePath is null)
        {
            PastedValues.Refuse(PastedValues.Secret(secret.Reveal()), "ClientSecret");
        }

        if (request.Proxy is { } proxy && Uri.TryCreate(proxy, UriKind.Absolute, out var address) && address.UserInfo.Length > 0)
        {
            throw AppErrors.AppInvalid("Proxy", "A profile keeps no proxy password: leave it out, and set OUTLOOKMAIL_PROXY where it is needed.", null);
        }

        return new AppProfile(Name(request.Name))
        {
            ClientId = request.ClientId ?? (request.ManagedIdentity ? "" : request.Sandbox?.ClientId ?? ""),
            Tenant = request.Tenant,
            Cloud = request.Cloud,
            Authority = request.Authority,
            Flow = FlowOf(request),
            Account = request.Account,
            Mailbox = request.Mailbox,
            Secret = request.Vault is null ? secret : null,
            CredentialExpiresOn = request.SecretEndsOn,
            Vault = request.Vault,
            VaultSecretName = request.Vault is null ? null : request.VaultSecretName ?? request.Name,
            CertificateThumbprint = request.CertificateThumbprint,
            CertificatePath = request.CertificatePath,
            TokenFile = request.FederatedTokenFile,
            RedirectUri = request.RedirectUri,
            Graph = request.Graph,
            ImapServer = request.ImapServer,
            ImapPort = request.ImapPort,
            SmtpServer = request.SmtpServer,
            SmtpPort = request.SmtpPort,
            CertificateAuthority = request.CertificateAuthorityPath,
            Proxy = request.Proxy,
        };
    }

    private static string Name(string name)
    {
        try
        {
            return new AppProfile(name).Name;
        }
        catch (ArgumentException e)
        {
            throw AppErrors.AppInvalid("Profile", e.Message, e);
        }
    }

    private static SignInFlow FlowOf(ProfileRequest request) =>
        request.ManagedIdentity ? SignInFlow.ManagedIdentity
        : request.RedirectUri is not null ? SignInFlow.WebApp
        : request.CertificatePath is not null || request.CertificateThumbprint is not null ? SignInFlow.Certificate
        : request.FederatedTokenFile is not null ? SignInFlow.Federation
        : request.Secret is not null || request.Vault is not null ? SignInFlow.ClientSecret
        : request.Interactive ? SignInFlow.Browser
        : SignInFlow.DeviceCode;

    private static bool NamesItsOwn(ConnectRequest request) => request.AccessToken is not null || request.ManagedIdentity || request.ClientId is not null
        || request.ClientSecret is not null || request.CertificatePath is not null || request.CertificateThumbprint is not null || request.FederatedTokenFile is not null
        || (request.Sandbox is null && request.Authority is not null);

    private static async Task<OutlookMailException> NotFoundAsync(string name, ProfileStore store, CancellationToken cancellationToken) =>
        ProfileErrors.ProfileNotFound(name, (await store.ListAsync(cancellationToken)).Select(profile => profile.Name).ToArray());

    private static OutlookProfile View(AppProfile profile, AppProfile? byDefault) => new(profile.Name)
    {
        SignIn = profile.Flow.ToString(),
        ClientId = profile.ClientId.Length > 0 ? profile.ClientId : null,
        Tenant = profile.Tenant,
        Cloud = profile.Cloud,
        Authority = profile.Authority,
        Account = profile.Account,
        Mailbox = profile.Mailbox,
        HasSecret = profile.Secret is not null || profile.Vault is not null,
        Vault = profile.Vault,
        SecretEndsOn = profile.CredentialExpiresOn,
        IsDefault = byDefault is not null && string.Equals(byDefault.Name, profile.Name, StringComparison.OrdinalIgnoreCase),
    };

    private static X509Certificate2 ReadCertificate(string path)
    {
        try
        {
            return new X509Certificate2(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw MailErrors.CertificateNotReadable(path, e);
        }
    }
}
