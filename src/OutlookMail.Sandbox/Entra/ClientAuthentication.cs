using System;
using System.Collections.Specialized;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using OutlookMail.Model;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Who is asking at the token endpoint, and how it proved that.</summary>
internal sealed class ClientAuthentication
{
    private readonly EntraService entra;

    public ClientAuthentication(EntraService entra) => this.entra = entra;

    /// <exception cref="EntraException">900144 without client_id, 700016 (70002 at consumers) for an unknown one.</exception>
    public AppRegistration Identify(NameValueCollection form, TenantSegment tenant)
    {
        string? clientId = form["client_id"];
        if (string.IsNullOrEmpty(clientId))
        {
            throw new EntraException(900144, "The request body must contain the following parameter: 'client_id'.");
        }

        AppRegistration? app = entra.Directory.FindApp(clientId);
        if (app is null || !entra.IsReplicated(app.CreatedOn))
        {
            throw tenant.Target == TenantSegment.Kind.Consumers
                ? new EntraException(70002)
                : new EntraException(700016, $"Application with identifier '{clientId}' was not found in the directory 'SANDBOX'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.");
        }

        tenant.CheckAudience(app);
        return app;
    }

    /// <summary>Checks the client's credential where the flow needs one.</summary>
    /// <returns>The value of appidacr: "0" public, "1" secret, "2" certificate.</returns>
    /// <exception cref="EntraException">7000218, 7000215, 7000222, 700025, or what an assertion is refused with.</exception>
    public string Authenticate(AppRegistration app, NameValueCollection form, bool isPublic, string tokenEndpoint)
    {
        string? secret = form["client_secret"];
        if (isPublic)
        {
            return secret is null && form["client_assertion"] is null ? "0" : throw new EntraException(700025);
        }

        if (entra.Faults.Take(OutlookSandboxFault.SecretExpired))
        {
            throw new EntraException(7000222);
        }

        if (form["client_assertion"] is string assertion)
        {
            ClientAssertion.Verify(entra, app, form["client_assertion_type"], assertion, tokenEndpoint);
            return "2";
        }

        if (secret is null)
        {
            throw new EntraException(7000218);
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        AppPassword password = app.Passwords.FirstOrDefault(p => CryptographicOperations.FixedTimeEquals(p.Hash, hash) && entra.IsReplicated(p.CreatedOn))
            ?? throw new EntraException(7000215, $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app.AppId}'.");
        if (entra.Time.GetUtcNow() >= password.End)
        {
            throw new EntraException(7000222, $"The provided client secret keys for app '{app.AppId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.");
        }

        return "1";
    }
}
