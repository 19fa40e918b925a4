using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>email: the claim of that name in the id_token.</summary>
internal static class EmailProof
{
    private const string Claim = "email";

    public static async Task RunAsync(OutlookPermissionResult row, LiveSession session, CancellationToken cancellationToken)
    {
        if (session.SignIn is null)
        {
            row.NotTested("This session has no id_token: it was made with an access token, or for an app without a person.");
            return;
        }

        // An id_token that came with a Graph token, or with a renewal, was not asked for an address and has taken the
        // place of the first one: one refresh that asks decides.
        if (Address(session) is null)
        {
            await session.Tokens.GetMailTokenAsync(forceRefresh: true, cancellationToken);
        }

        if (Address(session) is { } address)
        {
            row.InToken = true;
            row.Passed($"The id_token says {address}.");
        }
        else
        {
            // facts 2.7: the claim is absent for an account without an address, whatever was consented.
            row.NotTested("The id_token has no email claim: the account has no address in the directory, or email was not consented.");
        }
    }

    private static string? Address(LiveSession session) =>
        session.Tokens.LastAnswer is { } answer && answer.IdTokenClaims.TryGetValue(Claim, out var address) && address.Length > 0 ? address : null;
}
