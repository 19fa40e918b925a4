namespace OutlookMail.Store;

/// <summary>What a mailbox may send. Null is no limit.</summary>
public sealed record GovernorLimits
{
    public int? PerMinute { get; init; }

    public int? Connections { get; init; }

    /// <summary>In any 24 hours.</summary>
    public int? RecipientsPerDay { get; init; }

    public int? RecipientsPerMail { get; init; }

    /// <summary>
    /// Exchange Online's for client submission: 30 mails a minute, 3 connections, 10,000 recipients in 24 hours, 500
    /// recipients a mail (exchange-online-limits, facts of 2025).
    /// </summary>
    public static GovernorLimits ExchangeOnline { get; } = new()
    {
        PerMinute = 30,
        Connections = 3,
        RecipientsPerDay = 10_000,
        RecipientsPerMail = 500,
    };

    public static GovernorLimits None { get; } = new();
}
