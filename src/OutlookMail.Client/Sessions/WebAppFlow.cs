using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>A person's sign-in through a web app's registration: authorization code, redeemed with the app's own credential.</summary>
internal static class WebAppFlow
{
    public static async Task<SignedIn> RunAsync(ConnectPlan plan, SignInSettings settings, AppCredential credential, SignInErrorMapper errors, IConnectEvents events, CancellationToken cancellationToken)
    {
        var scopes = MailScopes.Delegated(plan.Cloud);
        WebAppSignIn? signIn = null;
        try
        {
            signIn = new WebAppSignIn(settings, credential, plan.RedirectUri!);
            var answer = await signIn.SilentAsync(scopes, plan.Request.Account, forceRefresh: false, cancellationToken);
            var isKept = answer is not null;
            if (!isKept && !plan.Request.CanInteract)
            {
                throw SignInErrors.NobodyToSignIn();
            }

            events.Verbose(answer is null ? $"Signing in in the browser, with the answer at {plan.RedirectUri}." : $"Using the kept sign-in of {answer.Username}.");
            answer ??= await signIn.WithBrowserAsync(scopes, new BrowserSignIn { Open = plan.Browser }, cancellationToken);
            return new SignedIn("WebApp", answer.Username, new EntraTokenSource(signIn.SilentAsync, signIn, errors, scopes, answer), settings, isKept);
        }
        catch (SignInException refused)
        {
            signIn?.Dispose();
            throw errors.Map(refused, scopes);
        }
        catch
        {
            signIn?.Dispose();
            throw;
        }
    }
}
