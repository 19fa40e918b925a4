using System.CommandLine;
using System.Threading.Tasks;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail connect</c>: signs in and proves it; the other commands are silent from then on.</summary>
internal static class ConnectCommand
{
    public static Command Create() => CommandBuilder.InSession(
        "connect",
        "Signs in, by device code unless something else is named, and opens the mailbox. The account is kept: the other commands ask nothing then.",
        [],
        (session, _, report, _, _) =>
        {
            report.Write(
                new { session.Mailbox, session.Account, session.SignIn, session.Cloud, session.ClientId, session.Tenant, session.ImapServer, session.SmtpServer, session.TokenExpiresOn },
                $"{session.Mailbox}: signed in by {session.Account} ({session.SignIn}), until {session.TokenExpiresOn:u} and renewed by itself");
            return Task.CompletedTask;
        });
}
