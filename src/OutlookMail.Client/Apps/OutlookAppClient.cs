using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What front ends call for app registrations, their secrets and the credentials that this user keeps.</summary>
public sealed class OutlookAppClient
{
    private readonly StoreShelf shelf;
    private readonly TimeProvider time;
    private readonly Func<string, string?> environment;

    public OutlookAppClient(TimeProvider time, Func<string, string?> environment)
    {
        this.time = time;
        this.environment = environment;
        shelf = new StoreShelf(time);
        Certificates = new OutlookAppCertificates(this, time);
    }

    /// <summary>Certificates of apps.</summary>
    public OutlookAppCertificates Certificates { get; }

    /// <summary>The process's own.</summary>
    public static OutlookAppClient Shared => OutlookClient.Shared.Apps;

    /// <summary>Looks at an app and works out what it lacks; nothing is changed before <see cref="AppWork.ApplyAsync"/>.</summary>
    public Task<AppWork> PrepareAsync(AppRequest where, RegisterAppRequest what, IAppEvents events, CancellationToken cancellationToken)
    {
        var shape = what.ToShape();
        return InAsync(where, AppRight.Of(shape), events, dispose: false, async (place, session) =>
        {
            if (what.MustExist && shape.ClientId is null)
            {
                shape = shape with { ClientId = (await new AppReader(session.Graph).GetAsync(null, what.Name, cancellationToken)).Application.AppId };
            }

            var plan = await new AppPlanner(session.Graph, place.Settings.Cloud).PlanAsync(shape, cancellationToken);
            var needs = (await NeedsSecretAsync(place, plan, what, cancellationToken), await NeedsCertificateAsync(place, plan, what, cancellationToken));
            return new AppWork(place, session, plan, what, needs, events, Errors(place));
        }, cancellationToken);
    }

    /// <summary>Writes what <see cref="PrepareAsync"/> would find to do in a tenant that has nothing of the app, for somebody else to run. Nobody signs in for it.</summary>
    /// <exception cref="OutlookMailException">AppInvalid, PermissionUnknown or CertificateNotReadable.</exception>
    public Task<string> HandOverAsync(AppRequest where, RegisterAppRequest what, OutlookAppExportFormat format, CancellationToken cancellationToken) =>
        AppErrorMapper.GuardAsync(
            () => AppHandOver.WriteAsync(what, where, format, time.GetUtcNow(), cancellationToken),
            new SignInErrorMapper(CloudEndpoints.For(OutlookCloud.Global).Authority, where.Tenant ?? "", ""),
            Array.Empty<string>());

    /// <summary>Apps of the tenant: one by client id, or those with a name, or all.</summary>
    public Task<IReadOnlyList<OutlookApp>> GetAppsAsync(AppRequest where, string? clientId, string? name, IAppEvents events, CancellationToken cancellationToken) =>
        InAsync(where, Managing, events, dispose: true, async (place, session) =>
        {
            var reader = new AppReader(session.Graph);
            var found = await reader.FindAsync(clientId, name, cancellationToken);
            if (found.Count == 0 && (clientId ?? name) is { } asked)
            {
                throw AppErrors.AppNotFound(asked, null);
            }

            var catalogue = await reader.CatalogueAsync(cancellationToken);
            var kept = await place.Apps.ReadAsync(cancellationToken);
            return (IReadOnlyList<OutlookApp>)found
                .Select(f => AppView.App(f, catalogue, session.Tenant, kept.Find(place.Authority, f.Application.AppId ?? ""), time.GetUtcNow()))
                .ToArray();
        }, cancellationToken);

    /// <summary>Deletes an app registration (Entra keeps it for 30 days) and what this user kept of it.</summary>
    public Task RemoveAppAsync(AppRequest where, string? clientId, string? name, IAppEvents events, CancellationToken cancellationToken) =>
        InAsync<object?>(where, Managing, events, dispose: true, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(clientId, name, cancellationToken)).Application;
            await new Applications(session.Graph).DeleteAsync(app.Id!, cancellationToken);
            await place.Apps.ChangeAsync(apps => { apps.Apps.RemoveAll(a => ReferenceEquals(a, apps.Find(place.Authority, app.AppId!))); }, cancellationToken);
            return null;
        }, cancellationToken);

    /// <summary>The secrets that Entra knows of an app, without their values, those that end first at the front.</summary>
    public Task<IReadOnlyList<OutlookAppSecret>> GetSecretsAsync(AppRequest where, string? clientId, string? name, IAppEvents events, CancellationToken cancellationToken) =>
        InAsync(where, Managing, events, dispose: true, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(clientId, name, cancellationToken)).Application;
            return (IReadOnlyList<OutlookAppSecret>)AppView.Secrets(app, await place.Apps.FindAsync(place.Authority, app.AppId!, cancellationToken), time.GetUtcNow());
        }, cancellationToken);

    /// <summary>Makes a secret, proves it by a sign-in and makes it the stored one; the one before is retired after the overlap.</summary>
    /// <returns>With its value, for this one time.</returns>
    public Task<OutlookAppSecret> RotateSecretAsync(AppRequest where, SecretRequest what, IAppEvents events, CancellationToken cancellationToken) =>
        InAsync(where, Managing, events, dispose: true, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(what.ClientId, what.Name, cancellationToken)).Application;
            var made = await Maker(place, session, app, events).RotateAsync(app, session.Tenant, what.SecretName, what.Lifetime, what.Overlap, cancellationToken);
            return new OutlookAppSecret(app.AppId!, made.KeyId!)
            {
                DisplayName = made.DisplayName,
                EndsOn = made.EndsOn,
                DaysLeft = AppView.DaysLeft(made.EndsOn, time.GetUtcNow()),
                Hint = made.Value.Substring(0, Math.Min(3, made.Value.Length)),
                IsStored = true,
                Value = Sealed(made.Value),
            };
        }, cancellationToken);

    /// <summary>Removes replaced secrets whose overlap is over.</summary>
    /// <returns>Their Secret IDs.</returns>
    public Task<IReadOnlyList<string>> RetireSecretsAsync(AppRequest where, SecretRequest what, IAppEvents events, CancellationToken cancellationToken) =>
        InAsync(where, Managing, events, dispose: true, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(what.ClientId, what.Name, cancellationToken)).Application;
            return await Maker(place, session, app, events).RetireAsync(app, session.Tenant, cancellationToken);
        }, cancellationToken);

    /// <summary>Removes one secret by its Secret ID, from Entra and from the store.</summary>
    public Task RemoveSecretAsync(AppRequest where, string? clientId, string? name, string keyId, IAppEvents events, CancellationToken cancellationToken) =>
        InAsync<object?>(where, Managing, events, dispose: true, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(clientId, name, cancellationToken)).Application;
            if (app.PasswordCredentials?.Any(p => string.Equals(p.KeyId, keyId, StringComparison.OrdinalIgnoreCase)) != true)
            {
                throw AppErrors.SecretUnknown($"{app.DisplayName} under the Secret ID {keyId}");
            }

            await new Applications(session.Graph).RemovePasswordAsync(app.Id!, keyId, cancellationToken);
            await place.Apps.ChangeAsync(
                apps =>
                {
                    if (apps.Find(place.Authority, app.AppId!) is { } kept)
                    {
                        kept.Retiring.RemoveAll(r => string.Equals(r.KeyId, keyId, StringComparison.OrdinalIgnoreCase));
                        kept.Secret = string.Equals(kept.Secret?.KeyId, keyId, StringComparison.OrdinalIgnoreCase) ? null : kept.Secret;
                    }
                },
                cancellationToken);
            return null;
        }, cancellationToken);

    /// <summary>What this user keeps: apps and whether their secret is there.</summary>
    public async Task<IReadOnlyList<OutlookAppCredential>> GetCredentialsAsync(AppRequest where, string? clientId, CancellationToken cancellationToken)
    {
        var place = Place(where);
        return (await place.Apps.ReadAsync(cancellationToken)).Apps
            .Where(a => string.Equals(a.Authority, place.Authority, StringComparison.OrdinalIgnoreCase))
            .Where(a => clientId is null || string.Equals(a.ClientId, clientId, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(a => a.IsDefault)
            .Select(a => AppView.Credential(a, time.GetUtcNow()))
            .ToArray();
    }

    /// <summary>Keeps an app's id, and its secret if one is given, that were made elsewhere.</summary>
    /// <exception cref="OutlookMailException">AppInvalid: what was pasted is not what it should be.</exception>
    public async Task<OutlookAppCredential> SetCredentialAsync(AppRequest where, CredentialRequest what, CancellationToken cancellationToken)
    {
        var place = Place(where);
        PastedValues.Refuse(PastedValues.ClientId(what.ClientId), "ClientId");
        var tenant = what.Tenant ?? place.Settings.Tenant;
        PastedValues.Refuse(PastedValues.Tenant(tenant), "Tenant");
        var value = what.Secret is { } secret ? new SecretValue(secret).Reveal() : null;
        if (value is not null)
        {
            PastedValues.Refuse(PastedValues.Secret(value), "ClientSecret");
        }

        return await place.Apps.ChangeAsync(
            place.Authority,
            what.ClientId,
            tenant,
            (apps, kept) =>
            {
                kept.Name = what.Name ?? kept.Name;
                kept.SignInTenant = tenant;
                kept.Secret = value is null ? kept.Secret : new KeptSecret { Value = value, EndsOn = what.EndsOn };
                if (what.MakeDefault)
                {
                    apps.MakeDefault(kept);
                }

                return AppView.Credential(kept, time.GetUtcNow());
            },
            cancellationToken);
    }

    /// <summary>Forgets what this user keeps of an app; the app itself stays as it is.</summary>
    public async Task RemoveCredentialAsync(AppRequest where, string clientId, CancellationToken cancellationToken)
    {
        var place = Place(where);
        await place.Apps.ChangeAsync(
            apps =>
            {
                if (apps.Find(place.Authority, clientId) is not { } kept)
                {
                    throw AppErrors.SecretUnknown(clientId);
                }

                apps.Apps.Remove(kept);
            },
            cancellationToken);
    }

    /// <summary>An app's credential in the form that other software takes.</summary>
    /// <param name="where">Whose store.</param>
    /// <param name="clientId">Null: the default app.</param>
    /// <param name="format">The form.</param>
    /// <param name="plainText">Puts the secret in; without it a note stands in its place.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<string> ExportCredentialAsync(AppRequest where, string? clientId, OutlookCredentialFormat format, bool plainText, CancellationToken cancellationToken)
    {
        var place = Place(where);
        var apps = await place.Apps.ReadAsync(cancellationToken);
        var kept = (clientId is null ? apps.Default(place.Authority) : apps.Find(place.Authority, clientId)) ?? throw AppErrors.SecretUnknown(clientId ?? "the default app");
        return CredentialExport.Write(kept, format, plainText);
    }

    /// <summary>The kept secret, for a vault: its name there by default, and its value.</summary>
    /// <exception cref="OutlookMailException">SecretUnknown.</exception>
    public async Task<(string Name, SecureString Secret)> RevealSecretAsync(AppRequest where, string? clientId, CancellationToken cancellationToken)
    {
        var place = Place(where);
        var apps = await place.Apps.ReadAsync(cancellationToken);
        var kept = clientId is null ? apps.Default(place.Authority) : apps.Find(place.Authority, clientId);
        return kept?.Secret is { } secret ? (CredentialExport.VaultName(kept), Sealed(secret.Value)) : throw AppErrors.SecretUnknown(clientId ?? "the default app");
    }

    /// <summary>Pages on which an administrator consents; nobody signs in for it.</summary>
    /// <param name="where">Cloud and tenant.</param>
    /// <param name="clientId">Null: the default app.</param>
    /// <param name="redirectUri">Where the page goes afterwards; null names none.</param>
    /// <param name="appOnly">For application permissions.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<OutlookConsentUrl>> GetConsentUrlsAsync(AppRequest where, string? clientId, string? redirectUri, bool appOnly, CancellationToken cancellationToken)
    {
        var place = Place(where);
        var kept = clientId is null ? (await place.Apps.ReadAsync(cancellationToken)).Default(place.Authority) : null;
        return ConsentUrls.For(
            place.Settings.Cloud,
            where.Tenant ?? kept?.Tenant ?? place.Settings.Tenant,
            clientId ?? kept?.ClientId ?? throw SignInErrors.NoApp(),
            redirectUri,
            appOnly);
    }

    /// <summary>The kept app that a sign-in is by, or would be by when it names none; warns of a secret that ends soon.</summary>
    internal async Task<KeptApp?> ForConnectAsync(ConnectRequest request, IConnectEvents events, CancellationToken cancellationToken)
    {
        if (request.AccessToken is not null || request.NoStore)
        {
            return null;
        }

        var place = Place(new AppRequest { Cloud = request.Cloud, Authority = request.Authority, Sandbox = request.Sandbox, StoreFolder = request.StoreFolder });
        try
        {
            var apps = await place.Apps.ReadAsync(cancellationToken);
            var kept = request.ClientId is { } clientId ? apps.Find(place.Authority, clientId) : apps.Default(place.Authority);
            if (SecretExpiry.Warning(kept, time.GetUtcNow()) is { } warning)
            {
                events.Warning(warning);
            }

            return kept;
        }
        catch (TokenStoreException e)
        {
            // The sign-in meets the same folder and says what is wrong with it.
            events.Verbose($"The store of apps cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>What this user keeps of the app of a sign-in, as it is now. Where nothing can be kept, or it cannot be read,
    /// it is what the sign-in itself knew: a proof of the other things goes on without it.</summary>
    internal async Task<KeptApp?> FindKeptAsync(ConnectPlan plan, CancellationToken cancellationToken)
    {
        if (plan.ClientId is not { } clientId)
        {
            return null;
        }

        try
        {
            return await PlaceOf(plan, null).Apps.FindAsync(plan.Cloud.Authority, clientId, cancellationToken) ?? plan.Kept;
        }
        catch (Exception e) when (e is TokenStoreException or SignInException { Failure: SignInFailure.RequiresPowerShell7 })
        {
            return plan.Kept;
        }
    }

    /// <summary>What Graph shows of the app of a sign-in, with the rights that are at hand.</summary>
    internal Task<RegistrationView> ViewAsync(ConnectPlan plan, KeptApp? kept, PermissionTestRequest request, CancellationToken cancellationToken) =>
        plan.ClientId is { } clientId
            ? RegistrationViewReader.ReadAsync(PlaceOf(plan, kept, request), clientId, cancellationToken)
            : Task.FromResult(new RegistrationView());

    /// <summary>Drops what was kept for a sandbox.</summary>
    public void ForgetSandbox(Guid sandboxId) => shelf.Forget(sandboxId);

    /// <summary>For work on one app that ends with the call.</summary>
    internal Task<T> ManageAsync<T>(AppRequest where, IAppEvents events, Func<AppPlace, GraphSession, Task<T>> work, CancellationToken cancellationToken) =>
        InAsync(where, Managing, events, dispose: true, work, cancellationToken);

    /// <summary>Of the app's own sign-in, by which a new credential is proved.</summary>
    internal static SignInSettings ProofSettings(AppPlace place, GraphSession session, GraphApplication app) => new()
    {
        ClientId = app.AppId!,
        Tenant = session.Tenant,
        Cloud = place.Settings.Cloud,
        CertificateAuthority = place.Settings.CertificateAuthority,
        Time = place.Settings.Time,
    };

    internal static SecretMaker Maker(AppPlace place, GraphSession session, GraphApplication app, IAppEvents events)
    {
        // Only work tenants have a sign-in without a person, so a secret for personal accounts alone cannot be tried.
        var provable = AppPlanner.AudienceOf(app) != OutlookAppAudience.PersonalMicrosoftAccount;
        var proof = new SecretProof(ProofSettings(place, session, app), GraphSession.Waiting(events));
        return new SecretMaker(session.Graph, place.Apps, place.Authority, place.Settings.Time, provable ? proof.RunAsync : (_, _) => Task.CompletedTask);
    }

    // Reading asks for the same as writing: whoever lists apps usually changes one next, and would sign in twice.
    private static IReadOnlyList<AppRight> Managing => AppRight.Of(new AppShape());

    private async Task<bool> NeedsSecretAsync(AppPlace place, AppPlan plan, RegisterAppRequest what, CancellationToken cancellationToken)
    {
        if (what.NoSecret || what.Certificate is not null || what.FederationIssuer is not null || !plan.Shape.IsConfidential)
        {
            return false;
        }

        if (plan.Current is not { } app)
        {
            return true;
        }

        var secret = (await place.Apps.FindAsync(place.Authority, app.AppId!, cancellationToken))?.Secret;
        return secret is null || secret.EndsOn <= time.GetUtcNow()
            || (secret.KeyId is { } keyId && app.PasswordCredentials?.Any(p => string.Equals(p.KeyId, keyId, StringComparison.OrdinalIgnoreCase)) != true);
    }

    private async Task<bool> NeedsCertificateAsync(AppPlace place, AppPlan plan, RegisterAppRequest what, CancellationToken cancellationToken)
    {
        if (what.Certificate is null || plan.Current is not { } app)
        {
            return what.Certificate is not null;
        }

        var kept = (await place.Apps.FindAsync(place.Authority, app.AppId!, cancellationToken))?.Certificate;
        return kept is null || kept.EndsOn <= time.GetUtcNow() || app.KeyCredentials?.Any(k => string.Equals(k.KeyId, kept.KeyId, StringComparison.OrdinalIgnoreCase)) != true;
    }

    private static SecureString Sealed(string value)
    {
        var sealedValue = new SecureString();
        foreach (var c in value)
        {
            sealedValue.AppendChar(c);
        }

        sealedValue.MakeReadOnly();
        return sealedValue;
    }

    private AppPlace PlaceOf(ConnectPlan plan, KeptApp? kept, PermissionTestRequest? request = null) => Place(new AppRequest
    {
        Cloud = plan.Request.Cloud,
        Authority = plan.CloudName == OutlookCloud.Custom ? plan.Cloud.Authority : plan.Request.Authority,
        Graph = plan.Cloud.Graph,
        Sandbox = plan.Request.Sandbox,
        StoreFolder = plan.Request.StoreFolder,
        CertificateAuthority = plan.CertificateAuthority,
        Tenant = kept?.Tenant,
        BootstrapClientId = request?.BootstrapClientId ?? kept?.BootstrapClientId,
        AccessToken = request?.GraphToken,
    });

    private AppPlace Place(AppRequest where) => AppPlace.From(where, shelf, time, environment);

    private static SignInErrorMapper Errors(AppPlace place) => new(place.Authority, place.Settings.Tenant, place.Settings.ClientId);

    private Task<T> InAsync<T>(AppRequest where, IReadOnlyList<AppRight> rights, IAppEvents events, bool dispose, Func<AppPlace, GraphSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var place = Place(where).CheckGraph();
        var scopes = rights.Select(r => r.Permission).ToArray();
        return AppErrorMapper.GuardAsync(
            async () =>
            {
                var session = await GraphSession.OpenAsync(place, rights, events, cancellationToken);
                var keep = false;
                try
                {
                    var result = await work(place, session);
                    keep = !dispose;
                    return result;
                }
                finally
                {
                    if (!keep)
                    {
                        session.Dispose();
                    }
                }
            },
            Errors(place),
            scopes);
    }
}
