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

    public GovernorLimits Limits { get; }

    /// <summary>Null when nothing is paused.</summary>
    public DateTimeOffset? PausedUntil { get; }

    public string PauseReason { get; }

    public int SentLastMinute { get; }

    public int RecipientsLastDay { get; }
}
