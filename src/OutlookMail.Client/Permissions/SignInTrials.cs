using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// The sign-ins of one test. What can be had without a person is tried: the open session, another open one, a kept
/// sign-in of the same kind, the app's own credential. The rest says who has to do what.
/// </summary>
internal sealed class SignInTrials : IAsyncDisposable
{
    private readonly SessionService sessions;
    private readonly PermissionContext first;
    private readonly IConnectEvents events;
    private readonly List<LiveSession> opened = new();

    public SignInTrials(SessionService sessions, PermissionContext first, IConnectEvents events)
    {
        this.sessions = sessions;
        this.first = first;
        this.events = events;
    }

    /// <param name="asked">None for each that the app is registered for.</param>
    /// <param name="cancellationToken">Cancels the sign-ins.</param>
    /// <returns>The session's own first, where it is asked for.</returns>
    public async Task<IReadOnlyList<PermissionContext>> AllAsync(OutlookAppSignIn asked, CancellationToken cancellationToken)
    {
        var own = first.Tested;

        // A token that was handed in stands for no sign-in of the app.
        var wanted = asked != OutlookAppSignIn.None ? asked : own == OutlookAppSignIn.None ? own : own | first.Meant;
        var all = new List<PermissionContext>();
        if (asked == OutlookAppSignIn.None || (asked & own) != 0)
        {
            all.Add(first);
            wanted &= ~own;
        }

        foreach (OutlookAppSignIn one in Enum.GetValues(typeof(OutlookAppSignIn)))
        {
            if ((wanted & one) != 0)
            {
                all.Add(await OpenAsync(one, cancellationToken));
            }
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var live in opened)
        {
            await live.DisposeAsync();
        }
    }

    private async Task<PermissionContext> OpenAsync(OutlookAppSignIn signIn, CancellationToken cancellationToken)
    {
        if (first.Session is { } own && SignInFlows.ArePublic(first.Tested, signIn))
        {
            return Context(first.Plan, own, null, signIn, first.IsOpen);
        }

        var plan = sessions.PlanOf(Request(signIn), first.Kept);
        if (sessions.OpenOf(plan) is { } open)
        {
            return Context(plan, open, null, signIn, isOpen: true);
        }

        try
        {
            var live = await sessions.SignInAsync(plan, events, cancellationToken);
            opened.Add(live);
            return Context(plan, live, null, signIn);
        }
        catch (OutlookMailException refused)
        {
            return Context(plan, null, refused, signIn);
        }
    }

    private PermissionContext Context(ConnectPlan plan, LiveSession? live, OutlookMailException? failure, OutlookAppSignIn signIn, bool isOpen = false) =>
        new(plan, live, failure, first.View, first.Kept, first.Now, signIn) { RecipientFilter = first.RecipientFilter, IsOpen = isOpen };

    // The same place and mailbox, and nothing of what the first sign-in proved itself with.
    private ConnectRequest Request(OutlookAppSignIn signIn)
    {
        var request = first.Plan.Request.Copy();
        request.SignIn = signIn;
        request.ClientId = first.ClientId;
        request.Account = first.IsAppOnly ? null : first.Account;
        request.Mailbox = signIn == OutlookAppSignIn.AppOnly ? first.Mailbox : first.Session is { } session && !first.IsAppOnly ? session.Handle.Mailbox : request.Mailbox;
        request.Interactive = request.ManagedIdentity = request.Ensure = request.CanInteract = false;
        request.AccessToken = request.ClientSecret = null;
        request.CertificateThumbprint = request.CertificatePath = request.FederatedTokenFile = request.RedirectUri = null;
        return request;
    }
}
