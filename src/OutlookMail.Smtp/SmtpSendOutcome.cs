using System;
using System.Collections.Generic;

namespace OutlookMail.Smtp;

/// <summary>What became of one mail.</summary>
public sealed class SmtpSendOutcome
{
    internal SmtpSendOutcome(SmtpSendState state, SmtpPhase phase, IReadOnlyList<SmtpRecipientReply> recipients)
    {
        State = state;
        Phase = phase;
        Recipients = recipients;
    }

    /// <summary>Accepted, refused or uncertain.</summary>
    public SmtpSendState State { get; }

    /// <summary>Where the mail was refused or the connection broke; <see cref="SmtpPhase.Final"/> when accepted.</summary>
    public SmtpPhase Phase { get; }

    /// <summary>One entry for each recipient of the envelope, in its order.</summary>
    public IReadOnlyList<SmtpRecipientReply> Recipients { get; }

    /// <summary>The reply that decided: to the mail's end when accepted, else the refusal. Null when no reply decided.</summary>
    public SmtpReply? FinalReply { get; init; }

    /// <summary>Set in <see cref="SmtpPhase.Precheck"/>.</summary>
    public SmtpObstacle Obstacle { get; init; }

    /// <summary>What broke the connection or ended the wait: ConnectionBrokenException, ServerProtocolException or, when
    /// cancelled after the mail was begun, OperationCanceledException; whatever else kept an answer to the mail's end from
    /// being read (a trace that cannot be written). Null when the server answered everything.</summary>
    public Exception? Error { get; init; }
}
