using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// A cmdlet that works in a session: the one given, or else the runspace's current one, or else in a fresh runspace the one
/// that the environment names in full.
/// </summary>
public abstract class OutlookSessionCmdlet : OutlookCmdlet
{
    /// <summary>The session to work in; the runspace's current session when it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public OutlookSession? Session { get; set; }

    /// <summary>The session to work in. Throws NotSignedIn or SessionClosed.</summary>
    protected OutlookSession ResolveSession()
    {
        OutlookSession session = Session ?? RunspaceState.Current.Session ?? SignIn();
        return session.IsOpen ? session : throw Client.MailErrors.SessionClosed(session);
    }

    /// <summary>Runs the body in the session; without a usable one the command ends with its error and the body never runs.</summary>
    protected void RunInSession(Func<OutlookSession, CmdletOutput, CancellationToken, Task> body, object? target = null)
    {
        OutlookSession? session = null;
        Guard(() => session = ResolveSession());
        if (session is not null)
        {
            Run((output, token) => body(session, output, token), target ?? session);
        }
    }

    /// <summary>Whose mailbox it is when the cmdlet itself has to sign in and no variable says it: the address that the mail is from.</summary>
    private protected virtual string? Sender => null;

    /// <summary>Whether SMTP alone proves the sign-in, so that an app which may only send can.</summary>
    private protected virtual bool OnlySends => false;

    // A runbook's first line need not be Connect-OutlookMailbox where the host's variables say who signs in.
    private OutlookSession SignIn()
    {
        if (!RunspaceState.Current.IsFresh)
        {
            throw Client.MailErrors.NotSignedIn(SessionIsOpenElsewhere(), Array.Empty<string>());
        }

        OutlookSession? session = null;
        string? sender = Sender;
        bool onlySends = OnlySends;
        Run(
            async (output, token) => session = await Client.OutlookClient.Shared
                .ConnectUnattendedAsync(sender, onlySends, new ConnectEvents(this, output, null, null), token).ConfigureAwait(false),
            errorsEndCommand: true);
        if (session is null)
        {
            throw new PipelineStoppedException();
        }

        WriteVerbose($"Signed in to {session.Mailbox} by the environment; the session is this runspace's current one.");
        RunspaceState.Current.Session = session;
        return session;
    }

    private static bool SessionIsOpenElsewhere() => RunspaceState.AnySessionSeen && Client.OutlookClient.Shared.Sessions.Any(s => s.IsOpen);
}
