using System;

namespace OutlookMail.Identity.Registration;

/// <summary>Why a refused call is made again, and until when.</summary>
internal sealed class GraphRetry
{
    public GraphRetry(string reason, TimeSpan limit)
    {
        Reason = reason;
        Limit = limit;
    }

    public string Reason { get; }

    public TimeSpan Limit { get; }
}
