using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// Which flow a request goes through: what it names itself, else what the environment offers, else a person. A sandbox
/// never looks at the environment: real credentials stay out of it.
/// </summary>
internal sealed class SignInChoice
{
    private readonly ConnectPlan plan;
    private readonly IConnectEvents events;
    private readonly TimeProvider time;
    private readonly Func<TokenStore> store;

    public SignInChoice(ConnectPlan plan, IConnectEvents events, TimeProvider time, Func<TokenStore> store)
    {
        this.plan = plan;
        this.events = events;
        this.time = time;
        this.store = store;
    }

    public async Task<SignedIn> RunAsync(CancellationToken cancellationToken)
    {
        var request = plan.Request;
        events.Verbose($"The sign-in comes from {plan.Source}.");
        foreach (var reason in plan.Environment.PassedOver)
        {
            events.Verbose(reason);
        }

        if (request.AccessToken is { } token)
        {
            return WithToken(token);
        }

        WarnOfUnverifiedHosts();
        if (plan.UsesManagedIdentity)
        {
            return await AppFlow.WithManagedIdentityAsync(plan, plan.ManagedIdentityClientId, Errors, time, events, cancellationToken);
        }

        if (plan.ClientId is null)
        {
            throw SignInErrors.NoApp();
        }

        if (Credential() is { } credential)
        {
            if (request.SignIn == OutlookAppSignIn.Web && plan.RedirectUri is null)
            {
                throw SignInErrors.NoRedirectHere(plan.ClientId);
            }

            return plan.RedirectUri is null
                ? await AppFlow.WithCredentialAsync(plan, Settings(), credential, Errors, events, cancellationToken)
                : await WebAppFlow.RunAsync(plan, Settings(), credential, Errors, events, cancellationToken);
        }

        if (request.SignIn is OutlookAppSignIn.Web or OutlookAppSignIn.AppOnly)
        {
            throw SignInErrors.CredentialMissing(plan.ClientId, request.SignIn);
        }

        return await new PersonSignIn(plan, Settings(), Errors, events).RunAsync(cancellationToken);
    }

    private SignInErrorMapper Errors => new(plan.Cloud.Authority, plan.Tenant, plan.ClientId ?? "");

    private AppCredential? Credential()
    {
        var request = plan.Request;
        try
        {
            if (request.ClientSecret is { } secret)
            {
                return AppCredential.Secret(new SecretValue(secret));
            }

            var password = request.CertificatePassword is { } text ? new SecretValue(text) : null;
            if (request.CertificateThumbprint is { } thumbprint)
            {
                return AppCredential.Certificate(AppCertificate.FromStore(thumbprint));
            }

            if (request.CertificatePath is { } path)
            {
                return AppCredential.Certificate(AppCertificate.FromFile(path, password));
            }

            if (request.FederatedTokenFile is { } file)
            {
                return AppCredential.Federation(new FileToken(file));
            }

            return (plan.UsesEnvironment ? plan.Environment.CreateCredential() : null) ?? KeptCredential.Of(plan);
        }
        catch (SignInException refused)
        {
            throw Errors.Map(refused, MailScopes.AppOnly(plan.Cloud));
        }
    }

    private SignedIn WithToken(System.Security.SecureString token)
    {
        var tokens = new FixedTokenSource(token);
        var account = plan.Request.Account ?? tokens.User ?? plan.Request.Mailbox;
        if (account is null)
        {
            tokens.Dispose();
            throw SignInErrors.AccountUnknown();
        }

        return new SignedIn("AccessToken", account, tokens, null);
    }

    private SignInSettings Settings() => new()
    {
        ClientId = plan.ClientId!,
        Tenant = plan.Tenant,
        Cloud = plan.Cloud,
        CertificateAuthority = plan.CertificateAuthority,
        Proxy = plan.EntraProxy,
        LoginHint = plan.Request.Account,
        Store = store(),
        Time = time,
    };

    private void WarnOfUnverifiedHosts()
    {
        if (!plan.Cloud.IsVerified && plan.CloudName != OutlookCloud.Custom)
        {
            events.Warning($"The mail hosts of {plan.CloudName} come from other programs' settings, not from a Microsoft page: {plan.Cloud.ImapHost}, {plan.Cloud.SmtpHost}. -ImapServer and -SmtpServer override them.");
        }
    }
}
