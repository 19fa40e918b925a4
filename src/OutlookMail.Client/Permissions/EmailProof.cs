using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>email: the claim of that name in the id_token.</summary>
internal static class EmailProof
{
    public static void Run(OutlookPermissionResult row, LiveSession session)
    {
        if (session.Tokens.LastAnswer is not { } answer)
        {
            row.NotTested("A session made with an access token has no id_token.");
        }
        else if (answer.IdTokenClaims.TryGetValue("email", out var address) && address.Length > 0)
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
}
