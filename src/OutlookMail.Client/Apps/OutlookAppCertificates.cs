using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What front ends call for the certificates of app registrations.</summary>
public sealed class OutlookAppCertificates
{
    private readonly OutlookAppClient apps;
    private readonly TimeProvider time;

    internal OutlookAppCertificates(OutlookAppClient apps, TimeProvider time)
    {
        this.apps = apps;
        this.time = time;
    }

    /// <summary>The certificates that Entra lists for an app, those that end first at the front.</summary>
    public Task<IReadOnlyList<OutlookAppCertificate>> GetAsync(AppRequest where, string? clientId, string? name, IAppEvents events, CancellationToken cancellationToken) =>
        apps.ManageAsync(where, events, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(clientId, name, cancellationToken)).Application;
            var kept = await place.Apps.FindAsync(place.Authority, app.AppId!, cancellationToken);
            return (IReadOnlyList<OutlookAppCertificate>)(app.KeyCredentials ?? new List<GraphKey>()).Select(k => View(app, k, kept)).OrderBy(c => c.EndsOn).ToArray();
        }, cancellationToken);

    /// <summary>Adds a certificate, proves it by a sign-in and makes it the kept one; the one before is retired after the overlap.</summary>
    public Task<OutlookAppCertificate> RotateAsync(AppRequest where, AppCertificateRequest what, IAppEvents events, CancellationToken cancellationToken) =>
        apps.ManageAsync(where, events, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(what.ClientId, what.AppName, cancellationToken)).Application;
            var made = await Maker(place, session, app, events).RotateAsync(app, session.Tenant, what, cancellationToken);
            return new OutlookAppCertificate(app.AppId!, made.KeyId ?? "")
            {
                DisplayName = made.DisplayName,
                Thumbprint = made.Thumbprint,
                EndsOn = made.EndsOn,
                DaysLeft = AppView.DaysLeft(made.EndsOn, time.GetUtcNow()),
                IsStored = true,
            };
        }, cancellationToken);

    /// <summary>Removes replaced certificates whose overlap is over.</summary>
    /// <returns>Their ids.</returns>
    public Task<IReadOnlyList<string>> RetireAsync(AppRequest where, AppCertificateRequest what, IAppEvents events, CancellationToken cancellationToken) =>
        apps.ManageAsync(where, events, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(what.ClientId, what.AppName, cancellationToken)).Application;
            return await Maker(place, session, app, events).RetireAsync(app, session.Tenant, cancellationToken);
        }, cancellationToken);

    /// <summary>Removes one certificate by its id, from Entra and from the store.</summary>
    public Task RemoveAsync(AppRequest where, string? clientId, string? name, string keyId, IAppEvents events, CancellationToken cancellationToken) =>
        apps.ManageAsync<object?>(where, events, async (place, session) =>
        {
            var app = (await new AppReader(session.Graph).GetAsync(clientId, name, cancellationToken)).Application;
            if (app.KeyCredentials?.Any(k => Same(k.KeyId, keyId)) != true)
            {
                throw AppErrors.CertificateUnknown($"{app.DisplayName} under the id {keyId}");
            }

            await new AppKeys(session.Graph, time).RemoveAsync(app.Id!, keyId, cancellationToken);
            await place.Apps.ChangeAsync(
                all =>
                {
                    if (all.Find(place.Authority, app.AppId!) is { } kept)
                    {
                        kept.RetiringCertificates.RemoveAll(r => Same(r.KeyId, keyId));
                        kept.Certificate = Same(kept.Certificate?.KeyId, keyId) ? null : kept.Certificate;
                    }
                },
                cancellationToken);
            return null;
        }, cancellationToken);

    internal static CertificateMaker Maker(AppPlace place, GraphSession session, GraphApplication app, IAppEvents events)
    {
        // Only work tenants have a sign-in without a person, so one for personal accounts alone cannot be tried.
        var provable = AppPlanner.AudienceOf(app) != OutlookAppAudience.PersonalMicrosoftAccount;
        var proof = new SecretProof(OutlookAppClient.ProofSettings(place, session, app), GraphSession.Waiting(events));
        return new CertificateMaker(session.Graph, place.Apps, place.Authority, place.Settings.Time, provable ? proof.RunAsync : (_, _) => Task.CompletedTask);
    }

    private OutlookAppCertificate View(GraphApplication app, GraphKey key, KeptApp? kept) => new(app.AppId ?? "", key.KeyId ?? "")
    {
        DisplayName = key.DisplayName,
        Thumbprint = Thumbprint(key.Key),
        StartsOn = key.StartDateTime,
        EndsOn = key.EndDateTime,
        DaysLeft = AppView.DaysLeft(key.EndDateTime, time.GetUtcNow()),
        IsStored = key.KeyId is not null && Same(kept?.Certificate?.KeyId, key.KeyId),
    };

    // SHA-1 only names the certificate, as stores and the portal do; nothing is proved by it.
    private static string? Thumbprint(string? der)
    {
        if (der is null)
        {
            return null;
        }

        using var sha1 = SHA1.Create();
        return string.Concat(sha1.ComputeHash(Convert.FromBase64String(der)).Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
