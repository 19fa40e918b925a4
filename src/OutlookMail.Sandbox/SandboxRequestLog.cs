using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox;

/// <summary>The latest requests, oldest first.</summary>
internal sealed class SandboxRequestLog
{
    // Enough for a run of a script; a benchmark's million commands must not fill memory.
    private const int Kept = 2000;

    private readonly object gate = new();
    private readonly Queue<SandboxRequest> entries = new(Kept);
    private readonly TimeProvider time;

    public SandboxRequestLog(TimeProvider time) => this.time = time;

    public IReadOnlyList<SandboxRequest> Entries
    {
        get
        {
            lock (gate)
            {
                return entries.ToArray();
            }
        }
    }

    public void Add(string service, string request, string answer, string? user)
    {
        var entry = new SandboxRequest(time.GetUtcNow(), service, request, answer, user);
        lock (gate)
        {
            if (entries.Count == Kept)
            {
                entries.Dequeue();
            }

            entries.Enqueue(entry);
        }
    }
}
