using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;

namespace OutlookMail.Client;

/// <summary>Looks at an app through Microsoft Graph with whatever rights are at hand. It asks nobody to sign in and fails at nothing.</summary>
internal static class RegistrationViewReader
{
    public const string Registration = "the app registration";
    public const string Consents = "consents";
    public const string ConsentPolicy = "the user consent policy";
    public const string AccessPolicies = "Conditional Access policies";

    /// <param name="place">Cloud, tenant and the stores; its sign-in is that of whoever manages apps here.</param>
    /// <param name="clientId">The app.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<RegistrationView> ReadAsync(AppPlace place, string clientId, CancellationToken ct)
    {
        var view = new RegistrationView();
        GraphSession? session = null;
        try
        {
            session = await GraphSession.OpenKeptAsync(place, ct);
            if (session is null)
            {
                view.CouldNotSee(Registration, "nobody is signed in to Microsoft Graph here: give -AccessToken with a token of it that holds Application.Read.All, or run Get-OutlookApp once with -BootstrapClientId");
                return view;
            }

            await ReadAsync(view, session, clientId, ct);
        }
        catch (SignInException refused)
        {
            view.CouldNotSee(Registration, "the sign-in to Microsoft Graph is refused: " + (refused.Description.Length > 0 ? refused.Description : refused.Error));
        }
        finally
        {
            session?.Dispose();
        }

        return view;
    }

    private static async Task ReadAsync(RegistrationView view, GraphSession session, string clientId, CancellationToken ct)
    {
        var principals = new ServicePrincipals(session.Graph);
        var applications = new Applications(session.Graph);
        await SeeAsync(view, Registration, "Application.Read.All", async () =>
        {
            view.Application = await applications.FindByClientIdAsync(clientId, ct);
            view.IsMissing = view.Application is null;
            view.Catalogue = await PermissionCatalogue.ReadAsync(principals, ct);
            view.Principal = await principals.FindAsync(clientId, ct);
        });
        if (view.Principal?.Id is { } principal)
        {
            await SeeAsync(view, Consents, "Directory.Read.All", async () => view.Grants = await new DelegatedGrants(session.Graph).OfAsync(principal, ct));
            await SeeAsync(view, "consents to application permissions", "Application.Read.All", async () => view.Roles = await principals.AssignmentsAsync(principal, ct));
        }
        else if (view.Application is not null)
        {
            // Without a service principal nothing can have been consented to.
            view.Grants = Array.Empty<GraphGrant>();
            view.Roles = Array.Empty<GraphRoleAssignment>();
        }

        var policies = new TenantPolicies(session.Graph);
        await SeeAsync(view, ConsentPolicy, "Policy.Read.All", async () => view.UsersMayConsent = await policies.UsersMayConsentAsync(ct));
        await SeeAsync(view, AccessPolicies, "Policy.Read.All", async () =>
            view.PoliciesAgainstDeviceCode = (await policies.AgainstDeviceCodeAsync(ct)).Select(p => p.DisplayName ?? "(without a name)").ToArray());
    }

    private static async Task SeeAsync(RegistrationView view, string what, string right, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (GraphException refused)
        {
            view.CouldNotSee(what, refused.HttpStatus is 401 or 403 ? $"whoever is signed in to Microsoft Graph lacks {right}" : $"Microsoft Graph answers {refused.Code}: {refused.Message}");
        }
    }
}
