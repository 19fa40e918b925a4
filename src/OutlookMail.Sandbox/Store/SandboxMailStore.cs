using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Sandbox.Store;

/// <summary>Every mailbox of the sandbox.</summary>
public sealed class SandboxMailStore
{
    private readonly object gate = new();
    private readonly Dictionary<string, SandboxMailbox> mailboxes = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider time;

    internal SandboxMailStore(TimeProvider time) => this.time = time;

    internal MessagePool Pool { get; } = new();

    public IReadOnlyList<SandboxMailbox> Mailboxes
    {
        get
        {
            lock (gate)
            {
                return mailboxes.Values.ToArray();
            }
        }
    }

    public SandboxMailbox? Find(string address)
    {
        lock (gate)
        {
            return mailboxes.GetValueOrDefault(address);
        }
    }

    /// <summary>The mailbox of that address.</summary>
    /// <exception cref="KeyNotFoundException">Nobody here has that address.</exception>
    public SandboxMailbox Mailbox(string address) =>
        Find(address) ?? throw new KeyNotFoundException($"The sandbox has no mailbox {address}.");

    internal SandboxMailbox Add(string address)
    {
        lock (gate)
        {
            if (!mailboxes.TryGetValue(address, out SandboxMailbox? mailbox))
            {
                mailbox = new SandboxMailbox(address, time, Pool);
                mailboxes.Add(address, mailbox);
            }

            return mailbox;
        }
    }
}
