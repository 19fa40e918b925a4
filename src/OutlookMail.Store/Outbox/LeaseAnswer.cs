using System;
using System.Collections.Generic;

namespace OutlookMail.Store;

/// <summary>Mails to send now, or why there are none.</summary>
public sealed class LeaseAnswer
{
    internal LeaseAnswer(IReadOnlyList<LeasedMail> mails, DateTimeOffset? tryAgainOn, string reason)
    {
        Mails = mails;
        TryAgainOn = tryAgainOn;
        Reason = reason;
    }

    public IReadOnlyList<LeasedMail> Mails { get; }

    /// <summary>With no mails: when there may be one; null when nothing is queued.</summary>
    public DateTimeOffset? TryAgainOn { get; }

    /// <summary>With no mails: what is waited for.</summary>
    public string Reason { get; }
}
