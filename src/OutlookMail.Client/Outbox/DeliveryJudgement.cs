using System;
using System.Linq;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>What an attempt means: for the mail, and for all others of the mailbox.</summary>
internal sealed class DeliveryJudgement
{
    public DeliveryJudgement(SendReport report) => Report = report;

    public SendReport Report { get; }

    /// <summary>Nothing goes out for that long; null when only this mail is concerned.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>The server has as many connections as it takes.</summary>
    public bool TooManyConnections { get; init; }

    /// <summary>As many recipients as the server took in one mail, once it took no more.</summary>
    public int? RecipientsPerMail { get; init; }

    /// <summary>The server took it for all recipients that it did not refuse for good, and taught nothing.</summary>
    public bool IsPlain => Report.Verdict == SendVerdict.Sent && Pause is null && RecipientsPerMail is null && !TooManyConnections
        && Report.Recipients.All(one => one.Verdict is RecipientVerdict.Accepted or RecipientVerdict.Refused);

    /// <summary>The connection is of no use for the next mail.</summary>
    public bool EndsConnection { get; init; }
}
