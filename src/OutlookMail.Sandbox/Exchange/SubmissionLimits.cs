using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox.Exchange;

/// <summary>What one mailbox may submit, by the sandbox's clock (Exchange Online's limits: 3 connections, 30 mails a minute, 10,000 recipients a day).</summary>
internal sealed class SubmissionLimits
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly object gate = new();
    private readonly Dictionary<string, int> connections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<DateTimeOffset>> sent = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<(DateTimeOffset Time, int Count)>> addressed = new(StringComparer.OrdinalIgnoreCase);
    private readonly SandboxOptions options;
    private readonly TimeProvider time;

    public SubmissionLimits(SandboxOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
    }

    /// <summary>Counts a connection; each true is undone by one <see cref="Leave"/>.</summary>
    public bool TryEnter(string mailbox)
    {
        lock (gate)
        {
            int now = connections.GetValueOrDefault(mailbox);
            if (options.ConnectionsPerMailbox > 0 && now >= options.ConnectionsPerMailbox)
            {
                return false;
            }

            connections[mailbox] = now + 1;
            return true;
        }
    }

    public void Leave(string mailbox)
    {
        lock (gate)
        {
            connections[mailbox]--;
        }
    }

    public bool TrySend(string mailbox)
    {
        if (options.MessagesPerMinute <= 0)
        {
            return true;
        }

        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!sent.TryGetValue(mailbox, out Queue<DateTimeOffset>? times))
            {
                sent[mailbox] = times = new();
            }

            while (times.TryPeek(out DateTimeOffset oldest) && now - oldest >= Minute)
            {
                times.Dequeue();
            }

            if (times.Count >= options.MessagesPerMinute)
            {
                return false;
            }

            times.Enqueue(now);
            return true;
        }
    }

    public bool TryAddress(string mailbox, int recipients)
    {
        if (options.RecipientsPerDay <= 0)
        {
            return true;
        }

        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!addressed.TryGetValue(mailbox, out Queue<(DateTimeOffset Time, int Count)>? entries))
            {
                addressed[mailbox] = entries = new();
            }

            while (entries.TryPeek(out (DateTimeOffset Time, int Count) oldest) && now - oldest.Time >= Day)
            {
                entries.Dequeue();
            }

            int total = recipients;
            foreach ((_, int count) in entries)
            {
                total += count;
            }

            if (total > options.RecipientsPerDay)
            {
                return false;
            }

            entries.Enqueue((now, recipients));
            return true;
        }
    }
}
