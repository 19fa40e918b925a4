using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>The sign-in of an app without a person: by secret, certificate, outside token, or Azure's managed identity.</summary>
internal static class AppFlow
{
    public static Task<SignedIn> WithCredentialAsync(ConnectPlan plan, SignInSettings settings, AppCredential credential, SignInErrorMapper errors, IConnectEvents events, CancellationToken cancellationToken)
    {
        events.Verbose($"Signing in as the app {settings.ClientId} ({credential.Kind}) at {plan.Cloud.Authority} (tenant {plan.Tenant}).");
        var scopes = MailScopes.AppOnly(plan.Cloud);
        return RunAsync(
            plan,
            credential.Kind,
            settings.ClientId,
            errors,
            () =>
            {
                var signIn = new AppSignIn(settings, credential);
                return (signIn, (force, ct) => signIn.TokenAsync(scopes, force, ct));
            },
            cancellationToken);
    }

    public static Task<SignedIn> WithManagedIdentityAsync(ConnectPlan plan, string? clientId, SignInErrorMapper errors, TimeProvider time, IConnectEvents events, CancellationToken cancellationToken)
    {
        events.Verbose(clientId is null ? "Signing in as the machine's system-assigned identity." : $"Signing in as the user-assigned identity {clientId}.");
        return RunAsync(
            plan,
            "ManagedIdentity",
            clientId ?? "managed identity",
            errors,
            () =>
            {
                var signIn = new ManagedIdentitySignIn(clientId, time);
                return (signIn, (force, ct) => signIn.TokenAsync(plan.Cloud.AppOnlyResource, force, ct));
            },
            cancellationToken);
    }

    private static async Task<SignedIn> RunAsync(
        ConnectPlan plan,
        string flow,
        string account,
        SignInErrorMapper errors,
        Func<(IDisposable Owner, Func<bool, CancellationToken, Task<TokenAnswer>> Get)> begin,
        CancellationToken cancellationToken)
    {
        if (plan.Request.Mailbox is null)
        {
            throw SignInErrors.MailboxRequired(flow);
        }

        AppTokenSource? tokens = null;
        try
        {
            var (owner, get) = begin();
            tokens = new AppTokenSource(get, owner, errors, MailScopes.AppOnly(plan.Cloud));
            await tokens.GetMailTokenAsync(forceRefresh: false, cancellationToken);
            return new SignedIn(flow, account, tokens, null);
        }
        catch (SignInException refused)
        {
            tokens?.Dispose();
            throw errors.Map(refused, MailScopes.AppOnly(plan.Cloud));
        }
        catch
        {
            tokens?.Dispose();
            throw;
        }
    }
}
