using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>
/// Decides, for one piece of work, whether a failure ends it or a new connection can take it up, and waits as long as
/// that needs. Attempts are counted until something new arrives; waits are added up over the whole work, or since a
/// connection of it last held for long.
/// </summary>
internal sealed class Recovery
{
    /// <summary>In a row, each without one new octet of an answer: a sixth would not fare better.</summary>
    private const int MostAttempts = 5;

    // The first one at once: most cuts are a server's restart or an idle time-out. Then so far apart that they are no
    // reconnect loop, which Exchange answers with refusals (facts 4.3).
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30),
    ];

    private readonly LiveSession session;
    private readonly object? target;
    private TimeSpan left;
    private int attempts;
    private bool told;

    public Recovery(LiveSession session, object? target)
    {
        this.session = session;
        this.target = target;
        left = session.RecoveryTime;
    }

    /// <summary>The next sign-in is to ask Entra for a new token even if the kept one is in time.</summary>
    public bool NeedsFreshToken { get; private set; }

    /// <summary>Something came that had not come before.</summary>
    public void Progressed()
    {
        attempts = 0;
        NeedsFreshToken = false;
        Reconnected();
    }

    /// <summary>The new connection does the work; whether it holds is not known yet.</summary>
    public void Reconnected()
    {
        if (told)
        {
            told = false;
            RecoveryEvents.Current?.Recovered();
        }
    }

    /// <summary>What failed now had worked for long: neither the attempts nor the waits before it count any more.</summary>
    public void Renew()
    {
        Progressed();
        left = session.RecoveryTime;
    }

    /// <summary>Returns when the work may go on over a new connection.</summary>
    /// <param name="failure">What ended the old one.</param>
    /// <param name="mayGoOn">False when going on could do something twice.</param>
    /// <exception cref="OutlookMailException">The failure, when it is final.</exception>
    public async Task GoOnAsync(Exception failure, bool mayGoOn, CancellationToken cancellationToken)
    {
        if (!mayGoOn || Cause(failure) is not { } cause || attempts == MostAttempts)
        {
            throw Final(failure);
        }

        ImapErrorMapper.IsThrottle(Text(failure), out var asked);
        var wait = asked ?? Pauses[attempts];
        if (wait > left)
        {
            throw Final(failure);
        }

        attempts++;
        left -= wait;
        NeedsFreshToken = cause == RecoveryCause.TokenNotTaken;
        told = true;
        var step = new RecoveryStep(session.Plan.Imap.ToString(), cause, Text(failure), attempts, wait);
        session.Wire.Trace?.Note(FormattableString.Invariant($"recovering: {cause}, attempt {step.Attempt}, after {wait.TotalMilliseconds:0} ms"));
        RecoveryEvents.Current?.Recovering(step);
        if (wait > TimeSpan.Zero)
        {
            await session.Waits.DelayAsync(wait, cancellationToken);
        }
    }

    public OutlookMailException Final(Exception failure)
    {
        if (told)
        {
            RecoveryEvents.Current?.Recovered();
        }

        return ImapErrorMapper.Map(failure, session, target);
    }

    private RecoveryCause? Cause(Exception failure) => failure switch
    {
        ImapRefusedException refused when ImapErrorMapper.IsThrottle(refused.ServerText, out _) => RecoveryCause.Throttled,
        // MailKit #1494: a transient state as well as a missing right. A session that worked before has the right.
        ImapRefusedException refused when ImapErrorMapper.IsNotConnected(refused.ServerText) && session.Imap.HasWorked && !NeedsFreshToken => RecoveryCause.TokenNotTaken,
        ImapByeException bye when ImapErrorMapper.IsThrottle(bye.ServerText, out _) => RecoveryCause.Throttled,
        // A session that is being made is told at once that this server or network cannot be relied on.
        ConnectionBrokenException when !session.Imap.HasWorked && attempts > 0 => null,
        ImapByeException => RecoveryCause.ServerClosed,
        ConnectionBrokenException => RecoveryCause.ConnectionLost,
        // The server cannot be reached: final for a session that is being made, an outage for one that worked.
        OutlookMailException { ErrorId: ErrorIds.ConnectionFailed, InnerException: ConnectionBrokenException } when session.Imap.HasWorked => RecoveryCause.ConnectionLost,
        // Cut in the handshake; a certificate that does not hold is another thing and never tried again.
        TlsFailedException { Reason: TlsFailedException.Handshake, InnerException: IOException } when session.Imap.HasWorked => RecoveryCause.ConnectionLost,
        _ => null,
    };

    private static string Text(Exception failure) => failure switch
    {
        ServerRefusedException refused => refused.ServerText,
        ImapByeException bye => bye.ServerText,
        _ => failure.Message,
    };
}
