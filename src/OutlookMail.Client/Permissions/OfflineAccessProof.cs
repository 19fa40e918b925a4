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
        if (!session.Tokens.CanRenew)
        {
            row.NotTested("A session made with an access token has no refresh token.");
            return;
        }

        await session.Tokens.GetMailTokenAsync(forceRefresh: true, cancellationToken);
        row.InToken = true;
        row.Passed($"The refresh token gave a new access token, good until {session.Tokens.ExpiresOn?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}.");
    }
}
