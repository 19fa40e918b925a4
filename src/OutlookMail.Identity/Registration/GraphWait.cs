using System;

namespace OutlookMail.Identity.Registration;

/// <summary>A pause before the same Graph call is made again, for whoever shows progress.</summary>
public sealed class GraphWait
{
    internal GraphWait(string call, string reason, int attempt, TimeSpan pause, TimeSpan waited, TimeSpan limit)
    {
        Call = call;
        Reason = reason;
        Attempt = attempt;
        Pause = pause;
        Waited = waited;
        Limit = limit;
    }

    /// <summary>Method and path, without ids' meaning: <c>POST /servicePrincipals</c>.</summary>
    public string Call { get; }

    /// <summary>What is waited for, in words.</summary>
    public string Reason { get; }

    /// <summary>Counts from 1.</summary>
    public int Attempt { get; }

    public TimeSpan Pause { get; }

    /// <summary>Time since the first try.</summary>
    public TimeSpan Waited { get; }

    /// <summary>After this time the refusal counts.</summary>
    public TimeSpan Limit { get; }

    public override string ToString() => $"{Call}: {Reason}";
}
