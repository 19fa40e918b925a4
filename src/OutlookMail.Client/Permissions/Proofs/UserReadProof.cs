using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>User.Read: a Graph token from the same refresh token, and GET /me with it.</summary>
internal static class UserReadProof
{
    public static async Task RunAsync(OutlookPermissionResult row, LiveSession session, CancellationToken cancellationToken)
    {
        if (session.SignIn is not { } settings)
        {
            row.NotTested("This session has no refresh token to get a Graph token with: it was made with an access token, or for an app without a person.");
            return;
        }

        if (settings.Cloud.Graph is null)
        {
            row.NotTested("There is no Microsoft Graph at this authority.");
            return;
        }

        var token = await session.Tokens.GetTokenAsync(MailScopes.Graph(settings.Cloud, MailScopes.UserRead), forceRefresh: false, cancellationToken);
        row.InToken = token.Scopes.Any(scope => MailScopes.WithoutResource(scope) == MailScopes.UserRead);
        using var graph = new GraphProfile(settings);
        try
        {
            var me = await graph.GetMeAsync(token.AccessToken, cancellationToken);
            row.Passed($"Microsoft Graph says the account is {me.UserPrincipalName ?? me.Mail ?? me.Id}.");
        }
        catch (GraphException refused)
        {
            row.Proved = false;
            row.Fails(
                $"Microsoft Graph refused /me: {refused.Code}: {refused.Message}",
                "The Graph token does not hold User.Read.",
                OutlookFixer.AppOwner,
                "Add the delegated permission User.Read to the app registration and consent again.");
        }
    }
}
