using System.CommandLine;
using System.Net;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail token</c>: a token for another program, such as the PassCmd of mbsync.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var resource = new Option<OutlookTokenResource>("--resource") { Description = "Mail for IMAP and SMTP, or Graph." };
        return CommandBuilder.InSession(
            "token",
            "Prints an access token, for another program's password command (mbsync, msmtp, mutt). Whoever has it has the mailbox until it ends.",
            [resource],
            async (session, parsed, report, _, cancellationToken) =>
            {
                var token = await OutlookClient.Shared.GetAccessTokenAsync(session, parsed.GetValue(resource), cancellationToken);
                var text = new NetworkCredential("", token.Token).Password;
                report.Write(new { token = text, token.User, token.Resource, token.ExpiresOn }, text);
            });
    }
}
