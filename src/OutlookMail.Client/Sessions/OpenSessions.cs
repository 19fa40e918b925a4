using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Finds the open session that a request would only make again.</summary>
internal sealed class OpenSessions
{
    private readonly IEnumerable<LiveSession> open;

    public OpenSessions(IEnumerable<LiveSession> open) => this.open = open;

    /// <returns>One that fits and works; null when there is none.</returns>
    public async Task<OutlookSession?> FindAsync(ConnectPlan plan, Func<LiveSession, CancellationToken, Task> prove, IConnectEvents events, CancellationToken cancellationToken)
    {
        var fitting = open.Where(live => Fits(live, plan)).OrderByDescending(live => live.Handle == plan.Request.Preferred).ThenByDescending(live => live.Handle.ConnectedOn);
        foreach (var live in fitting.ToArray())
        {
            try
            {
                await prove(live, cancellationToken);
                events.Verbose($"The session of {live.Handle.Mailbox} that was made on {live.Handle.ConnectedOn:u} is open and works.");
                return live.Handle;
            }
            catch (OutlookMailException e)
            {
                events.Verbose($"The open session of {live.Handle.Mailbox} no longer works: {e.Message}");
            }
        }

        return null;
    }

    /// <returns>The newest that fits, untried; null when there is none.</returns>
    public LiveSession? Of(ConnectPlan plan) => open.Where(live => Fits(live, plan)).OrderByDescending(live => live.Handle.ConnectedOn).FirstOrDefault();

    private static bool Fits(LiveSession live, ConnectPlan plan)
    {
        var (had, asked) = (live.Plan, plan);
        var request = plan.Request;
        return live.Handle.IsOpen
            && had.Request.Sandbox?.Id == request.Sandbox?.Id
            && had.Imap.Host == asked.Imap.Host && had.Imap.Port == asked.Imap.Port
            && had.Smtp.Host == asked.Smtp.Host && had.Smtp.Port == asked.Smtp.Port
            && Same(had.ClientId, asked.ClientId)
            && Same(live.Handle.Account, request.Account)
            && Same(live.Handle.Mailbox, request.Mailbox)
            && (request.SignIn == OutlookAppSignIn.None || SignInFlows.Of(live.Handle.SignIn) == request.SignIn || SignInFlows.ArePublic(had.SignIn, request.SignIn))
            && had.Request.ManagedIdentity == request.ManagedIdentity
            && request.AccessToken is null;
    }

    // What the request leaves open, any session has right.
    private static bool Same(string? had, string? asked) => asked is null || string.Equals(had, asked, StringComparison.OrdinalIgnoreCase);
}
