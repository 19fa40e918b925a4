using System;
using System.Collections.Generic;

namespace OutlookMail.Store;

/// <summary>What a worker writes down after an attempt.</summary>
public sealed class SendReport
{
    public SendReport(SendVerdict verdict, string reason)
    {
        Verdict = verdict;
        Reason = reason;
    }

    public SendVerdict Verdict { get; }

    public string Reason { get; }

    /// <summary>The server's last reply, as it stands.</summary>
    public string Reply { get; set; } = "";

    /// <summary>When what was put off may be tried again.</summary>
    public DateTimeOffset RetryOn { get; set; }

    /// <summary>In the order of <see cref="LeasedMail.Recipients"/>; empty when the server was asked about none.</summary>
    public IReadOnlyList<RecipientReport> Recipients { get; set; } = Array.Empty<RecipientReport>();
}
