using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>AUTHENTICATE XOAUTH2, with or without an initial response (RFC 4959). A bad token is refused at once, without a JSON challenge.</summary>
internal static class AuthenticateCommand
{
    private const int MaximumResponse = 64 * 1024;

    public static async Task<string> RunAsync(ImapSession session, ImapCommand command, CancellationToken ct)
    {
        (string mechanism, byte[]? response) = Read(command);
        if (response is null)
        {
            session.Connection.Output.WriteLine("+ ");
            await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);
            response = (await session.Connection.Input.ReadLineAsync(MaximumResponse, ct).ConfigureAwait(false)).ToArray();
        }

        if (response is [(byte)'*'])
        {
            throw new ImapCommandException("BAD", "AUTHENTICATE cancelled.");
        }

        XOAuth2Response? sasl = mechanism == "XOAUTH2" ? XOAuth2Response.TryParse(response)
            : mechanism == "OAUTHBEARER" && session.IsStandard ? XOAuth2Response.TryParseOAuthBearer(response)
            : null;
        if (sasl is null
            || session.Exchange.CheckToken(sasl.Token, "IMAP") is not AccessClaims claims
            || session.Exchange.Store.Find(sasl.User) is not SandboxMailbox mailbox)
        {
            if (session.IsStandard && sasl is not null)
            {
                await ChallengeAsync(session, ct).ConfigureAwait(false);
                throw ImapCommandException.No("[AUTHENTICATIONFAILED] Authentication failed.");
            }

            throw ImapCommandException.No("AUTHENTICATE failed.");
        }

        session.Mailbox = mailbox;
        session.IsNotConnected = !mailbox.ImapEnabled || !MayOpen(session.Exchange, claims, mailbox);
        session.Exchange.Entra.Log(session.IsNotConnected
            ? $"SANDBOX IMAP let {sasl.User} in without a mailbox: the token has no scope or permission for it, or IMAP is off."
            : $"SANDBOX IMAP signed in {sasl.User}.");
        return session.IsStandard ? $"[CAPABILITY {CapabilityCommand.List(session)}] AUTHENTICATE completed." : "AUTHENTICATE completed.";
    }

    // RFC 7628 §3.2.2: the error comes as JSON in a challenge, and is answered before NO.
    private static async Task ChallengeAsync(ImapSession session, CancellationToken ct)
    {
        session.Connection.Output.WriteLine("+ " + Convert.ToBase64String("{\"status\":\"invalid_token\"}"u8));
        await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);
        await session.Connection.Input.ReadLineAsync(MaximumResponse, ct).ConfigureAwait(false);
    }

    private static (string Mechanism, byte[]? Response) Read(ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        reader.ExpectSpace("authenticate");
        string mechanism = Encoding.ASCII.GetString(reader.ExpectAtom("auth-type")).ToUpperInvariant();
        if (!reader.TrySpace())
        {
            return (mechanism, null);
        }

        return (mechanism, reader.ExpectAtom("initial-resp").ToArray());
    }

    private static bool MayOpen(ExchangeService exchange, AccessClaims claims, SandboxMailbox mailbox) => claims.IsAppOnly
        ? exchange.Administration.MayOpen(claims, mailbox)
        : claims.HasScope("IMAP.AccessAsUser.All") && mailbox.MayOpen(claims.UserName ?? "");
}
