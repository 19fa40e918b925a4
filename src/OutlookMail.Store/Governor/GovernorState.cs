using System;

namespace OutlookMail.Store;

/// <summary>A mailbox's limits, learnt ones included, and how much of them is used.</summary>
public sealed class GovernorState
{
    internal GovernorState(GovernorLimits limits, DateTimeOffset? pausedUntil, string pauseReason, int sentLastMinute, int recipientsLastDay)
    {
        Limits = limits;
        PausedUntil = pausedUntil;
        PauseReason = pauseReason;
        SentLastMinute = sentLastMinute;
        RecipientsLastDay = recipientsLastDay;
    }

    /// <summary>After one mail more.</summary>
    internal GovernorState With(int recipients) => new(Limits, PausedUntil, PauseReason, SentLastMinute + 1, RecipientsLastDay + recipients);

    /// <summary>Nothing holds a mail up, however many there are, and none is too large.</summary>
    internal bool IsFree => PausedUntil is null && Limits is { PerMinute: null, RecipientsPerDay: null, RecipientsPerMail: null };

    public GovernorLimits Limits { get; }

    /// <summary>Null when nothing is paused.</summary>
    public DateTimeOffset? PausedUntil { get; }

    public string PauseReason { get; }

    public int SentLastMinute { get; }

    public int RecipientsLastDay { get; }
}
