using System;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>Signs an app in with a secret or certificate, to see that Entra takes it, and throws the token away.</summary>
public sealed class SecretProof
{
    // A new secret is taken after 4 to 18 seconds (MicrosoftDocs/azure-docs #17966), a new app after up to a minute.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SignInSettings settings;
    private readonly Action<GraphWait>? waiting;

    /// <param name="settings">The app's client id and its own tenant; common and organizations know no such sign-in.</param>
    /// <param name="waiting">Told of each pause before it begins.</param>
    public SecretProof(SignInSettings settings, Action<GraphWait>? waiting = null)
    {
        settings.Check();
        this.settings = settings;
        this.waiting = waiting;
    }

    /// <summary>Client credentials grant (RFC 6749 §4.4) for Graph, repeated while the secret may only be too new.</summary>
    /// <exception cref="RegistrationException">SecretNotProved.</exception>
    public Task RunAsync(string secret, CancellationToken ct) => RunAsync(() => AppCredential.Secret(new SecretValue(secret)), "secret", ct);

    /// <summary>The same with a certificate and its private key.</summary>
    /// <exception cref="RegistrationException">SecretNotProved.</exception>
    public Task RunAsync(X509Certificate2 certificate, CancellationToken ct) => RunAsync(() => AppCredential.Certificate(certificate), "certificate", ct);

    private async Task RunAsync(Func<AppCredential> credential, string what, CancellationToken ct)
    {
        var start = settings.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SignInAsync(credential(), ct).ConfigureAwait(false);
                return;
            }
            catch (SignInException refused) when (IsTooNew(refused) && settings.Time.GetElapsedTime(start) < Limit)
            {
                var pause = TimeSpan.FromSeconds(Math.Min(attempt * 2, LongestPause.TotalSeconds));
                waiting?.Invoke(new GraphWait("POST /token", "Entra still spreads the new " + what, attempt, pause, settings.Time.GetElapsedTime(start), Limit));
                await settings.Time.DelayAsync(pause, ct).ConfigureAwait(false);
            }
            catch (SignInException refused)
            {
                throw new RegistrationException(RegistrationFailure.SecretNotProved, $"Entra does not take the new {what}: " + refused.Message, new[] { settings.ClientId }, refused);
            }
        }
    }

    // Only the hint numbers tell a credential that is too new from one that is wrong.
    private static bool IsTooNew(SignInException refused) => refused.AadstsCode is 7000215 or 700027 or 700016 || refused.IsTransient;

    private async Task SignInAsync(AppCredential credential, CancellationToken ct)
    {
        using var signIn = new AppSignIn(settings, credential);
        var resource = settings.Cloud.Graph ?? settings.Cloud.AppOnlyResource;
        await signIn.TokenAsync(new[] { resource.TrimEnd('/') + "/.default" }, forceRefresh: true, ct).ConfigureAwait(false);
    }
}
