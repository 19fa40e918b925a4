using System;

namespace OutlookMail.Model;

/// <summary>What waits in a mailbox's outbox, the limits it goes out under, and when it will be through.</summary>
public sealed class OutlookOutboxForecast
{
    public string Mailbox { get; set; } = "";

    /// <summary>Mails that wait, those for later included.</summary>
    public int Queued { get; set; }

    /// <summary>Of these, mails whose time has not come (NotBefore, or the next attempt).</summary>
    public int Scheduled { get; set; }

    /// <summary>Mails in the hands of a worker.</summary>
    public int InWork { get; set; }

    public int Uncertain { get; set; }

    public int Failed { get; set; }

    public int Sent { get; set; }

    /// <summary>Recipients of the mails that wait.</summary>
    public int RecipientsQueued { get; set; }

    public int SentLastMinute { get; set; }

    public int RecipientsLastDay { get; set; }

    /// <summary>Mails a minute; null for no limit.</summary>
    public int? PerMinute { get; set; }

    /// <summary>Recipients in 24 hours; null for no limit.</summary>
    public int? RecipientsPerDay { get; set; }

    /// <summary>Recipients of one mail; more are split into several. Null for no limit.</summary>
    public int? RecipientsPerMail { get; set; }

    public int? Connections { get; set; }

    /// <summary>Nothing goes out before, because the server said so; null when nothing is paused.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    public string PauseReason { get; set; } = "";

    /// <summary>When the last mail is expected to be out, retries apart; null when nothing waits.</summary>
    public DateTimeOffset? FinishesOn { get; set; }

    /// <summary>What decides that time: Nothing, Rate, RecipientsPerDay, Schedule or Pause.</summary>
    public string LimitedBy { get; set; } = "Nothing";

    public override string ToString() => FinishesOn is { } on ? $"{Queued} to send, through on {on:u}" : "nothing to send";
}
