using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// A person's sign-in through a public client: from the kept account, else by device code, else in the browser. Where the
/// tenant's policy blocks the device code and a browser is at hand, it goes on there by itself and says why.
/// </summary>
internal sealed class PersonSignIn
{
    private readonly ConnectPlan plan;
    private readonly SignInSettings settings;
    private readonly SignInErrorMapper errors;
    private readonly IReadOnlyList<string> scopes;
    private readonly IConnectEvents events;

    public PersonSignIn(ConnectPlan plan, SignInSettings settings, SignInErrorMapper errors, IConnectEvents events)
    {
        this.plan = plan;
        this.settings = settings;
        this.errors = errors;
        this.events = events;
        scopes = MailScopes.Delegated(plan.Cloud);
    }

    public async Task<SignedIn> RunAsync(CancellationToken cancellationToken)
    {
        EntraSignIn? signIn = null;
        try
        {
            signIn = new EntraSignIn(settings);
            var (flow, answer) = await SilentAsync(signIn, cancellationToken) is { } kept
                ? ("Silent", kept)
                : await WithPersonAsync(signIn, cancellationToken);
            return new SignedIn(flow, answer.Username, new EntraTokenSource(signIn.SilentAsync, signIn, errors, scopes, answer), settings, isKept: flow == "Silent");
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

    // A kept sign-in that Entra no longer takes is no failure where a person can sign in again.
    private async Task<TokenAnswer?> SilentAsync(EntraSignIn signIn, CancellationToken cancellationToken)
    {
        if (plan.KeptSignInRefused is not null)
        {
            return null;
        }

        try
        {
            var answer = await signIn.SilentAsync(scopes, plan.Request.Account, forceRefresh: false, cancellationToken);
            events.Verbose(answer is null ? "No kept sign-in was found." : $"Using the kept sign-in of {answer.Username}.");
            return answer;
        }
        catch (SignInException refused) when (refused.NeedsInteraction)
        {
            plan.KeptSignInRefused = refused;
            if (plan.Request.Silent || !plan.Request.CanInteract)
            {
                throw;
            }

            events.Verbose($"The kept sign-in is no longer usable: {refused.Description}");
            return null;
        }
    }

    private async Task<(string Flow, TokenAnswer Answer)> WithPersonAsync(EntraSignIn signIn, CancellationToken cancellationToken)
    {
        if (plan.Request.Silent)
        {
            throw SignInErrors.SignInRequired(plan.Request.Account, null);
        }

        if (!plan.Request.CanInteract)
        {
            throw SignInErrors.NobodyToSignIn();
        }

        if (plan.Interactive)
        {
            return await InBrowserAsync(signIn, null, cancellationToken);
        }

        try
        {
            events.Verbose($"Signing in by device code at {plan.Cloud.Authority} (tenant {plan.Tenant}).");
            return ("DeviceCode", await signIn.WithDeviceCodeAsync(scopes, code => ShowAsync(code, cancellationToken), cancellationToken));
        }
        catch (SignInException refused) when (plan.Request.CanOpenBrowser && SignInErrorMapper.IsDeviceCodeBlocked(refused))
        {
            events.Warning($"The tenant's policy blocks device codes ({refused.Description}). Going on in the browser.");
            return await InBrowserAsync(signIn, refused.Claims, cancellationToken);
        }
    }

    private async Task ShowAsync(OutlookDeviceCode code, CancellationToken cancellationToken)
    {
        await events.DeviceCodeAsync(code, cancellationToken);
        if (!plan.Request.OpenDevicePage)
        {
            return;
        }

        try
        {
            await (plan.Request.OpenBrowser ?? SystemBrowser.OpenAsync)(code.VerificationUri);
        }
        catch (SignInException unavailable)
        {
            // The code is shown, and can be typed on any other device.
            events.Warning(unavailable.Description);
        }
    }

    private async Task<(string Flow, TokenAnswer Answer)> InBrowserAsync(EntraSignIn signIn, string? claims, CancellationToken cancellationToken)
    {
        events.Verbose($"Signing in in the browser at {plan.Cloud.Authority} (tenant {plan.Tenant}).");
        var options = new BrowserSignIn
        {
            Open = plan.Browser,
            Claims = claims,
            AlsoConsentTo = plan.Cloud.Graph is null ? Array.Empty<string>() : MailScopes.Graph(plan.Cloud, MailScopes.UserRead),
        };
        return ("Browser", await signIn.WithBrowserAsync(scopes, options, cancellationToken));
    }
}
