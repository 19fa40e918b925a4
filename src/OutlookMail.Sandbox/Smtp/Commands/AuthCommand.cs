using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Store;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Sandbox.Smtp.Commands;

/// <summary>AUTH, RFC 4954: XOAUTH2 works, LOGIN is refused as Exchange refuses basic authentication.</summary>
internal static class AuthCommand
{
    public static async Task HandleAsync(SmtpSession session, CommandLine command, CancellationToken ct)
    {
        if (!session.IsSecure || !session.HasGreeted || session.Claims is not null)
        {
            session.Reply(503, "5.5.1", "Bad sequence of commands");
            return;
        }

        string[] words = command.Argument.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries);
        switch (words.Length == 0 ? "" : words[0].ToUpperInvariant())
        {
            case "XOAUTH2":
                string response = words.Length > 1 ? words[1] : await PromptAsync(session, "", ct).ConfigureAwait(false);
                Finish(session, response);
                break;
            case "LOGIN":
                _ = words.Length > 1 ? words[1] : await PromptAsync(session, "VXNlcm5hbWU6", ct).ConfigureAwait(false);
                _ = await PromptAsync(session, "UGFzc3dvcmQ6", ct).ConfigureAwait(false);
                session.Reply(535, "5.7.139", $"Authentication unsuccessful, basic authentication is disabled. {session.Exchange.Mark()}");
                break;
            default:
                session.Reply(504, "5.7.4", "Unrecognized authentication type");
                break;
        }
    }

    private static async Task<string> PromptAsync(SmtpSession session, string challenge, CancellationToken ct)
    {
        session.Connection.Output.WriteLine("334 " + challenge);
        await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);
        return await session.ReadLineAsync(ct).ConfigureAwait(false);
    }

    private static void Finish(SmtpSession session, string response)
    {
        ExchangeService exchange = session.Exchange;
        if (response == "*")
        {
            session.Reply(501, "5.7.0", "Authentication cancelled");
            return;
        }

        if (exchange.Faults.Take(OutlookSandboxFault.SmtpAuthDisabled))
        {
            session.Reply(535, "5.7.139",
                $"Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. {exchange.Mark()}");
            return;
        }

        if (exchange.Faults.Take(OutlookSandboxFault.Throttle))
        {
            session.Reply(432, "4.3.2", $"Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. {exchange.Mark()}");
            return;
        }

        // Exchange answers a bad token at once: no JSON challenge (that is Gmail's).
        if (XOAuth2Response.TryParse(Encoding.UTF8.GetBytes(response)) is not XOAuth2Response sasl
            || exchange.CheckToken(sasl.Token, "SMTP") is not AccessClaims claims
            || !MaySubmitAs(exchange, claims, sasl.User))
        {
            session.Reply(535, "5.7.3", $"Authentication unsuccessful {exchange.Mark()}");
            return;
        }

        if (exchange.Store.Find(sasl.User) is SandboxMailbox own && exchange.Administration.IsSmtpDisabledFor(own))
        {
            string where = own.SmtpClientAuthenticationDisabled == true ? "Mailbox" : "Tenant";
            session.Reply(535, "5.7.139",
                $"Authentication unsuccessful, SmtpClientAuthentication is disabled for the {where}. Visit https://aka.ms/smtp_auth_disabled for more information. {exchange.Mark()}");
            return;
        }

        if (exchange.Entra.Rules.SecurityDefaults)
        {
            session.Reply(535, "5.7.139",
                $"Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator. {exchange.Mark()}");
            return;
        }

        if (!exchange.Limits.TryEnter(sasl.User))
        {
            session.Reply(432, "4.3.2", $"Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. {exchange.Mark()}");
            session.IsEnding = true;
            return;
        }

        session.Claims = claims;
        session.Submitter = sasl.User;
        session.Reply(235, "2.7.0", "Authentication successful");
        exchange.Entra.Log($"SANDBOX SMTP signed in {sasl.User}.");
    }

    // Delegated, SMTP is strict about the user: only the token's own (nextcloud/mail#13668), whatever mailbox the mail is from.
    private static bool MaySubmitAs(ExchangeService exchange, AccessClaims claims, string user)
    {
        bool may = claims.IsAppOnly
            ? exchange.Store.Find(user) is SandboxMailbox mailbox && exchange.Administration.MaySubmit(claims, mailbox)
            : claims.HasScope("SMTP.Send") && (user.Equals(claims.UserName, StringComparison.OrdinalIgnoreCase)
                || (exchange.Options.SmtpTakesSharedUser && exchange.Store.Find(user) is SandboxMailbox shared && shared.MaySendAs(claims.UserName!)));
        if (!may)
        {
            exchange.Entra.Log($"SANDBOX SMTP refused {user}: the token is not for submitting as that user.");
        }

        return may;
    }
}
