using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;

namespace OutlookMail.Client;

/// <summary>Somebody signed in to Microsoft Graph to work on apps.</summary>
internal sealed class GraphSession : IDisposable
{
    private readonly EntraSignIn? signIn;

    private GraphSession(SignInSettings settings, GraphConnection graph, EntraSignIn? signIn, string tenant)
    {
        Settings = settings;
        Graph = graph;
        this.signIn = signIn;
        Tenant = tenant;
    }

    public SignInSettings Settings { get; }

    public GraphConnection Graph { get; }

    /// <summary>The id of the tenant that is worked in.</summary>
    public string Tenant { get; }

    /// <summary>Signs in, silently where an account is kept, and checks that what was granted is enough.</summary>
    /// <exception cref="RegistrationException">RightsMissing.</exception>
    public static async Task<GraphSession> OpenAsync(AppPlace place, IReadOnlyList<AppRight> rights, IAppEvents events, CancellationToken ct)
    {
        if (place.Request.AccessToken is { } given)
        {
            return await WithTokenAsync(place, given, Waiting(events));
        }

        var scopes = MailScopes.Graph(place.Settings.Cloud, rights.Select(r => r.Permission).ToArray());
        var signIn = new EntraSignIn(place.Settings);
        try
        {
            var answer = await SignInAsync(signIn, place, scopes, events, ct);
            if (AppRight.Missing(rights, answer.Scopes) is { Count: > 0 } missing)
            {
                throw new RegistrationException(RegistrationFailure.RightsMissing, "Rights are missing.", missing.Select(m => m.ToString()).ToArray());
            }

            // The account is named: a second one in the store must not make the next token ambiguous.
            async Task<string> Token(CancellationToken cancel) =>
                (await signIn.SilentAsync(scopes, answer.HomeAccountId.Length > 0 ? answer.HomeAccountId : answer.Username, forceRefresh: false, cancel) ?? answer).AccessToken;
            return new GraphSession(place.Settings, new GraphConnection(place.Settings, Token, Waiting(events)), signIn, answer.TenantId ?? place.Settings.Tenant);
        }
        catch
        {
            signIn.Dispose();
            throw;
        }
    }

    /// <summary>By the token given, or as whoever managed apps here before; nobody is asked to sign in.</summary>
    /// <returns>Null where nobody did.</returns>
    /// <exception cref="SignInException">The kept sign-in is refused.</exception>
    public static async Task<GraphSession?> OpenKeptAsync(AppPlace place, CancellationToken ct)
    {
        if (place.Settings.Cloud.Graph is null)
        {
            return null;
        }

        if (place.Request.AccessToken is not null)
        {
            return await WithTokenAsync(place, place.Request.AccessToken, _ => { });
        }

        if (place.Settings.ClientId.Length == 0)
        {
            return null;
        }

        // What was consented to at some time, whichever command it was for.
        var scopes = MailScopes.Graph(place.Settings.Cloud, ".default");
        var signIn = new EntraSignIn(place.Settings);
        try
        {
            if (await signIn.SilentAsync(scopes, place.Request.Account, forceRefresh: false, ct) is not { } answer)
            {
                signIn.Dispose();
                return null;
            }

            return new GraphSession(place.Settings, new GraphConnection(place.Settings, _ => Task.FromResult(answer.AccessToken), null), signIn, answer.TenantId ?? place.Settings.Tenant);
        }
        catch
        {
            signIn.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Graph.Dispose();
        signIn?.Dispose();
    }

    internal static Action<GraphWait> Waiting(IAppEvents events) =>
        wait => events.Progress(FormattableString.Invariant($"{wait.Reason}: trying again in {Math.Ceiling(wait.Pause.TotalSeconds)} s (for {Math.Floor(wait.Waited.TotalSeconds)} of at most {wait.Limit.TotalSeconds} s)."));

    private static async Task<GraphSession> WithTokenAsync(AppPlace place, System.Security.SecureString given, Action<GraphWait> waiting)
    {
        var token = new FixedTokenSource(given);
        var claims = AccessTokenClaims.TryRead(await token.GetMailTokenAsync(false, default));
        return new GraphSession(place.Settings, new GraphConnection(place.Settings, cancel => token.GetMailTokenAsync(false, cancel), waiting), null, claims?.Tenant ?? place.Settings.Tenant);
    }

    private static async Task<TokenAnswer> SignInAsync(EntraSignIn signIn, AppPlace place, string[] scopes, IAppEvents events, CancellationToken ct)
    {
        try
        {
            if (await signIn.SilentAsync(scopes, place.Request.Account, forceRefresh: false, ct) is { } kept)
            {
                events.Verbose($"Using the kept sign-in of {kept.Username} for Microsoft Graph.");
                return kept;
            }
        }
        catch (SignInException refused) when (refused.NeedsInteraction && place.Request.CanInteract)
        {
            events.Verbose($"The kept sign-in is no longer usable: {refused.Description}");
        }

        if (!place.Request.CanInteract)
        {
            throw SignInErrors.NobodyToSignIn();
        }

        return place.Request.Interactive
            ? await signIn.WithBrowserAsync(scopes, new BrowserSignIn(), ct)
            : await signIn.WithDeviceCodeAsync(scopes, code => events.DeviceCodeAsync(code, ct), ct);
    }
}
