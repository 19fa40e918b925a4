using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace OutlookMail.KillTest;

/// <summary>The servers that the killed workers talk to, and the mailboxes that decide.</summary>
public abstract class KillWorld : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>Recipients; a mail goes to the first, and some go to the second as well.</summary>
    public abstract IReadOnlyList<string> Recipients { get; }

    /// <summary>True where the copies in Sent Items follow the workers' clock.</summary>
    public abstract bool ClockJumps { get; }

    /// <summary>Everything but the mails and the clock.</summary>
    public abstract Task<KillPlan> PlanAsync(string folder);

    /// <summary>The workers' clock is that far ahead of the real one now.</summary>
    public virtual void MoveClock(TimeSpan ahead)
    {
    }

    /// <summary>What the servers need of real time after a jump of the clock.</summary>
    public virtual Task CatchUpAsync() => Task.CompletedTask;

    /// <summary>How often each subject is in the inbox.</summary>
    public abstract Task<IReadOnlyDictionary<string, int>> InboxAsync(string user);

    public abstract ValueTask DisposeAsync();
}
