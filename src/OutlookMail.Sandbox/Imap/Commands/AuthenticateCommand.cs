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

        if (mechanism != "XOAUTH2"
            || XOAuth2Response.TryParse(response) is not XOAuth2Response sasl
            || session.Exchange.CheckToken(sasl.Token, "IMAP") is not AccessClaims claims
            || session.Exchange.Store.Find(sasl.User) is not SandboxMailbox mailbox)
        {
            throw ImapCommandException.No("AUTHENTICATE failed.");
        }

        session.Mailbox = mailbox;
        session.IsNotConnected = !MayOpen(claims, mailbox);
        session.Exchange.Entra.Log(session.IsNotConnected
            ? $"SANDBOX IMAP let {sasl.User} in without a mailbox: the token has no scope or permission for it."
            : $"SANDBOX IMAP signed in {sasl.User}.");
        return "AUTHENTICATE completed.";
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

    private static bool MayOpen(AccessClaims claims, SandboxMailbox mailbox) => claims.IsAppOnly
        ? claims.HasRole("IMAP.AccessAsApp") && mailbox.MayOpen(claims.ObjectId.ToString())
        : claims.HasScope("IMAP.AccessAsUser.All") && mailbox.MayOpen(claims.UserName ?? "");
}
