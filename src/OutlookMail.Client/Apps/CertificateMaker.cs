using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;

namespace OutlookMail.Client;

/// <summary>
/// Makes or takes, adds, proves, switches and retires the certificates of one app, in the steps of
/// <see cref="SecretMaker"/>: a run that was cut off anywhere is finished by the next, with the same key.
/// </summary>
internal sealed class CertificateMaker
{
    // Entra compares with its own clock: a certificate that begins this moment could begin too late there.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    private readonly AppKeys keys;
    private readonly AppStore store;
    private readonly string authority;
    private readonly TimeProvider time;
    private readonly Func<X509Certificate2, CancellationToken, Task> prove;

    /// <param name="graph">Signed in with the right to change the app.</param>
    /// <param name="store">Where the key goes.</param>
    /// <param name="authority">The store's key beside the client id.</param>
    /// <param name="time">The clock.</param>
    /// <param name="prove">Signs the app in; throws <see cref="RegistrationException"/> when Entra does not take it.</param>
    public CertificateMaker(GraphConnection graph, AppStore store, string authority, TimeProvider time, Func<X509Certificate2, CancellationToken, Task> prove)
    {
        keys = new AppKeys(graph, time);
        this.store = store;
        this.authority = authority;
        this.time = time;
        this.prove = prove;
    }

    /// <summary>Adds a certificate, proves it, makes it the kept one and retires the one before.</summary>
    /// <param name="app">The app as Graph shows it now.</param>
    /// <param name="tenant">The app's tenant.</param>
    /// <param name="request">Its name and life, or the certificate itself.</param>
    /// <param name="ct">Cancels at the next step; a later call goes on there.</param>
    /// <exception cref="RegistrationException">SecretNotProved: the new one is removed, the old one in use.</exception>
    public async Task<KeptCertificate> RotateAsync(GraphApplication app, string tenant, AppCertificateRequest request, CancellationToken ct)
    {
        var kept = await store.FindAsync(authority, app.AppId!, ct);
        var pending = kept?.PendingCertificate ?? await WriteDownAsync(app, tenant, Begin(request), ct);
        using var certificate = Load(pending);
        if (await keys.FindAsync(app.Id!, certificate, ct) is not { } added)
        {
            using var present = Present(app, kept?.Certificate);
            added = await keys.AddAsync(app, certificate, pending.DisplayName ?? pending.Thumbprint, present, ct);
        }

        try
        {
            await prove(certificate, ct);
        }
        catch (RegistrationException)
        {
            if (added.KeyId is { } refused)
            {
                await keys.RemoveAsync(app.Id!, refused, ct);
            }

            await store.ChangeAsync(authority, app, tenant, k => k.PendingCertificate = null, ct);
            throw;
        }

        pending.KeyId = added.KeyId;
        await store.ChangeAsync(
            authority,
            app,
            tenant,
            k =>
            {
                if (k.Certificate?.KeyId is { } old && request.Overlap is { } span)
                {
                    k.RetiringCertificates.Add(new RetiringSecret { KeyId = old, RetireOn = time.GetUtcNow() + span });
                }

                k.Certificate = pending;
                k.PendingCertificate = null;
            },
            ct);
        await RetireAsync(app, tenant, ct);
        return pending;
    }

    /// <summary>Removes replaced certificates whose time has come.</summary>
    /// <returns>Their ids.</returns>
    public Task<IReadOnlyList<string>> RetireAsync(GraphApplication app, string tenant, CancellationToken ct) =>
        store.RetireAsync(authority, app, tenant, kept => kept.RetiringCertificates, time.GetUtcNow(), keyId => keys.RemoveAsync(app.Id!, keyId, ct), ct);

    /// <summary>A kept certificate with its private key, from the store or from the system's own.</summary>
    public static X509Certificate2 Load(KeptCertificate kept) =>
        kept.Pfx.Length > 0 ? AppCertificate.FromBase64(new SecretValue(kept.Pfx)) : AppCertificate.FromStore(kept.Thumbprint);

    /// <summary>The description of a certificate: two of the same name are told apart by their first days.</summary>
    public static string TitleOf(X509Certificate2 certificate, string name) =>
        name + " " + certificate.NotBefore.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private KeptCertificate Begin(AppCertificateRequest request)
    {
        var now = time.GetUtcNow();
        if (request.Thumbprint is { } thumbprint)
        {
            using var there = AppCertificate.FromStore(thumbprint);
            return Describe(there, request.Name, "");
        }

        using var certificate = request.Path is { } path
            ? AppCertificate.FromFile(path, request.Password is { } password ? new SecretValue(password) : null)
            : AppKeys.Make(request.Name, now - ClockSlack, now + request.Lifetime);
        return Describe(certificate, request.Name, Export(certificate));
    }

    // A key that may not leave its place (a smart card, a store) is used from there.
    private static string Export(X509Certificate2 certificate)
    {
        try
        {
            return Convert.ToBase64String(certificate.Export(X509ContentType.Pfx));
        }
        catch (CryptographicException e)
        {
            throw AppErrors.AppInvalid("CertificatePath", "The certificate's private key cannot be exported: " + e.Message, e);
        }
    }

    private static KeptCertificate Describe(X509Certificate2 certificate, string name, string pfx) => new()
    {
        DisplayName = TitleOf(certificate, name),
        Thumbprint = certificate.Thumbprint,
        Pfx = pfx,
        EndsOn = certificate.NotAfter.ToUniversalTime(),
    };

    // addKey wants a proof by a certificate that the app has and that still lasts.
    private X509Certificate2? Present(GraphApplication app, KeptCertificate? kept)
    {
        if (kept?.KeyId is not { } id || kept.EndsOn <= time.GetUtcNow() || app.KeyCredentials?.Any(k => string.Equals(k.KeyId, id, StringComparison.OrdinalIgnoreCase)) != true)
        {
            return null;
        }

        return Load(kept);
    }

    private async Task<KeptCertificate> WriteDownAsync(GraphApplication app, string tenant, KeptCertificate made, CancellationToken ct)
    {
        await store.ChangeAsync(authority, app, tenant, k => k.PendingCertificate = made, ct);
        return made;
    }
}
