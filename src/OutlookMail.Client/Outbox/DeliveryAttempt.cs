using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>What SMTP said of one attempt.</summary>
internal sealed class DeliveryAttempt
{
    public SmtpSendState State { get; init; }

    public SmtpPhase Phase { get; init; }

    public SmtpObstacle Obstacle { get; init; }

    public SmtpReply? FinalReply { get; init; }

    /// <summary>In the order of the envelope; null where no reply was read.</summary>
    public IReadOnlyList<SmtpReply?> Recipients { get; init; } = [];

    public Exception? Error { get; init; }

    public static DeliveryAttempt From(SmtpSendOutcome outcome) => new()
    {
        State = outcome.State,
        Phase = outcome.Phase,
        Obstacle = outcome.Obstacle,
        FinalReply = outcome.FinalReply,
        Recipients = outcome.Recipients.Select(one => one.Reply).ToArray(),
        Error = outcome.Error,
    };
}
