using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>offline_access: the refresh token redeemed once.</summary>
internal static class OfflineAccessProof
{
    public static async Task RunAsync(OutlookPermissionResult row, LiveSession session, CancellationToken cancellationToken)
    {
        if (session.SignIn is null)
        {
            row.NotTested("This session has no refresh token: it was made with an access token, or for an app without a person.");
            return;
        }

        await session.Tokens.GetMailTokenAsync(forceRefresh: true, cancellationToken);
        row.InToken = true;
        row.Passed($"The refresh token gave a new access token, good until {session.Tokens.ExpiresOn?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}.");
    }
}
