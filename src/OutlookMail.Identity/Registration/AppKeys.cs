using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>An app's certificates at Graph: their public part.</summary>
public sealed class AppKeys
{
    private readonly Applications applications;
    private readonly TimeProvider time;

    public AppKeys(GraphConnection graph, TimeProvider time)
    {
        applications = new Applications(graph);
        this.time = time;
    }

    /// <summary>A key and a self-signed certificate over it.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="from">Its first moment.</param>
    /// <param name="until">Its last one.</param>
    /// <exception cref="SignInException">RequiresPowerShell7 in Windows PowerShell.</exception>
    public static X509Certificate2 Make(string name, DateTimeOffset from, DateTimeOffset until) => CertificateMakers.MakeSelfSigned(name, from, until);

    /// <summary>The body of a certificate's entry.</summary>
    public static GraphKey Describe(X509Certificate2 certificate, string displayName) => new()
    {
        DisplayName = displayName,
        Key = Convert.ToBase64String(certificate.RawData),
        StartDateTime = certificate.NotBefore.ToUniversalTime(),
        EndDateTime = certificate.NotAfter.ToUniversalTime(),
    };

    /// <summary>Adds a certificate: by addKey where one of the app's own is at hand to sign with, else with the whole list.</summary>
    /// <param name="app">As Graph shows it now.</param>
    /// <param name="certificate">The new one.</param>
    /// <param name="displayName">Its description.</param>
    /// <param name="present">One that the app has, with its private key; null where none is at hand.</param>
    /// <param name="ct">Cancels the wait.</param>
    public async Task<GraphKey> AddAsync(GraphApplication app, X509Certificate2 certificate, string displayName, X509Certificate2? present, CancellationToken ct)
    {
        var key = Describe(certificate, displayName);
        if (present is not null)
        {
            return await applications.AddKeyAsync(app.Id!, key, KeyProof.Sign(app.Id!, present, time.GetUtcNow()), ct).ConfigureAwait(false);
        }

        var keys = (app.KeyCredentials ?? new List<GraphKey>()).Append(key).ToList();
        await applications.UpdateAsync(app.Id!, new GraphApplication { KeyCredentials = keys }, ct).ConfigureAwait(false);
        return await FindAsync(app.Id!, certificate, ct).ConfigureAwait(false) ?? key;
    }

    /// <summary>Removes a certificate; one that is gone already is no error.</summary>
    public async Task RemoveAsync(string id, string keyId, CancellationToken ct)
    {
        var keys = (await applications.GetNewAsync(id, ct).ConfigureAwait(false)).KeyCredentials ?? new List<GraphKey>();
        var left = keys.Where(k => !string.Equals(k.KeyId, keyId, StringComparison.OrdinalIgnoreCase)).ToList();
        if (left.Count < keys.Count)
        {
            await applications.UpdateAsync(id, new GraphApplication { KeyCredentials = left }, ct).ConfigureAwait(false);
        }
    }

    /// <returns>Null when the app does not have it.</returns>
    public async Task<GraphKey?> FindAsync(string id, X509Certificate2 certificate, CancellationToken ct)
    {
        var wanted = Convert.ToBase64String(certificate.RawData);
        return (await applications.GetNewAsync(id, ct).ConfigureAwait(false)).KeyCredentials?.FirstOrDefault(k => k.Key == wanted);
    }
}
