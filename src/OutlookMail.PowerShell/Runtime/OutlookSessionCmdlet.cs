using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>A cmdlet that works in a session: the one given, or else the runspace's current one.</summary>
public abstract class OutlookSessionCmdlet : OutlookCmdlet
{
    /// <summary>The session to work in; the runspace's current session when it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public OutlookSession? Session { get; set; }

    /// <summary>The session to work in. Throws NotSignedIn or SessionClosed.</summary>
    protected OutlookSession ResolveSession()
    {
        OutlookSession? session = Session ?? RunspaceState.Current.Session;
        if (session is null)
        {
            throw Client.MailErrors.NotSignedIn(SessionIsOpenElsewhere());
        }

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

    private static bool SessionIsOpenElsewhere() => RunspaceState.AnySessionSeen && Client.OutlookClient.Shared.Sessions.Any(s => s.IsOpen);
}
