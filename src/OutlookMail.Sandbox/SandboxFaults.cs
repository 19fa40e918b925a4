using System;
using System.Collections.Generic;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;

namespace OutlookMail.Sandbox;

/// <summary>The switchboard of faults: each is on for the next few operations, or for a share of them.</summary>
public sealed class SandboxFaults
{
    // Of a message, so much is looked at for its header.
    private const int LongestHeader = 8 * 1024;

    private readonly object gate = new();
    private readonly Dictionary<OutlookSandboxFault, int> next = [];
    private readonly Dictionary<OutlookSandboxFault, double> shares = [];
    private readonly Dictionary<SandboxEntraEndpoint, (int Code, int Count)> signInErrors = [];
    private readonly Dictionary<string, (string Reply, int Count)> smtpAnswers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool> poison = new(StringComparer.Ordinal);
    private readonly Random random;

    internal SandboxFaults(int? seed) => random = seed is int s ? new Random(s) : new Random();

    /// <summary>The milliseconds that the throttle text names; Exchange's own are around 300,000.</summary>
    public int ThrottleBackoffMilliseconds { get; set; } = 299_961;

    /// <summary>The next <paramref name="count"/> operations that this fault concerns will meet it. 0 switches it off.</summary>
    public void Next(OutlookSandboxFault fault, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (gate)
        {
            next[fault] = count;
        }
    }

    /// <summary>This share (0 to 1) of the operations that the fault concerns will meet it. 0 switches it off.</summary>
    public void Share(OutlookSandboxFault fault, double share)
    {
        if (share is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1.");
        }

        lock (gate)
        {
            shares[fault] = share;
        }
    }

    /// <summary>What <see cref="OutlookSandboxFault.Slow"/> waits, by the sandbox's underlying clock.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What the 429 answers say in Retry-After.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The next sign-ins meet this AADSTS number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sandbox does not know it: see <see cref="SandboxServer.SignInErrors"/>.</exception>
    public void NextSignInError(int aadsts, int count = 1, SandboxEntraEndpoint endpoint = SandboxEntraEndpoint.Token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!EntraErrors.Knows(aadsts))
        {
            throw new ArgumentOutOfRangeException(nameof(aadsts), aadsts, "The sandbox has no text for this AADSTS number.");
        }

        lock (gate)
        {
            signInErrors[endpoint] = (aadsts, count);
        }
    }

    /// <summary>SMTP answers the next commands of this name with this line instead of doing what they ask for.</summary>
    /// <param name="command">EHLO, AUTH, MAIL, RCPT or DATA; a dot for the end of a mail's content.</param>
    /// <param name="reply">One line, for example "451 4.3.0 Temporary server error".</param>
    public void NextSmtpAnswer(string command, string reply, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (gate)
        {
            smtpAnswers[command] = (reply, count);
        }
    }

    /// <summary>IMAP ends the connection in the middle of each message with this in its header, whenever it is asked for.</summary>
    /// <param name="header">Part of the header as it stands, for example "Subject: poison"; null ends it for all.</param>
    /// <param name="withBye">Says BYE before, in the place of the rest; otherwise the connection just closes.</param>
    public void EndAt(string? header, bool withBye = false)
    {
        lock (gate)
        {
            if (header is null)
            {
                poison.Clear();
            }
            else
            {
                poison[header] = withBye;
            }
        }
    }

    /// <summary>Switches every fault off.</summary>
    public void Clear()
    {
        lock (gate)
        {
            next.Clear();
            shares.Clear();
            signInErrors.Clear();
            smtpAnswers.Clear();
            poison.Clear();
        }
    }

    /// <summary>What is switched on now: operations still to come for counted faults, and shares.</summary>
    public IReadOnlyList<(OutlookSandboxFault Fault, int Next, double Share)> Current
    {
        get
        {
            lock (gate)
            {
                var on = new List<(OutlookSandboxFault, int, double)>();
                foreach (OutlookSandboxFault fault in Enum.GetValues<OutlookSandboxFault>())
                {
                    int count = next.GetValueOrDefault(fault);
                    double share = shares.GetValueOrDefault(fault);
                    if (count > 0 || share > 0)
                    {
                        on.Add((fault, count, share));
                    }
                }

                return on;
            }
        }
    }

    internal int? TakeSignInError(SandboxEntraEndpoint endpoint)
    {
        lock (gate)
        {
            if (signInErrors.TryGetValue(endpoint, out (int Code, int Count) error) && error.Count > 0)
            {
                signInErrors[endpoint] = (error.Code, error.Count - 1);
                return error.Code;
            }

            return null;
        }
    }

    /// <returns>Null when the message is given; otherwise whether BYE is said in the middle of it.</returns>
    internal bool? EndOf(ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            foreach ((string header, bool withBye) in poison)
            {
                if (message[..Math.Min(message.Length, LongestHeader)].IndexOf(System.Text.Encoding.ASCII.GetBytes(header)) >= 0)
                {
                    return withBye;
                }
            }

            return null;
        }
    }

    internal string? TakeSmtpAnswer(string command)
    {
        lock (gate)
        {
            if (smtpAnswers.TryGetValue(command, out (string Reply, int Count) answer) && answer.Count > 0)
            {
                smtpAnswers[command] = (answer.Reply, answer.Count - 1);
                return answer.Reply;
            }

            return null;
        }
    }

    /// <summary>Whether this operation meets the fault; a counted fault is used up by asking.</summary>
    internal bool Take(OutlookSandboxFault fault)
    {
        lock (gate)
        {
            if (next.TryGetValue(fault, out int count) && count > 0)
            {
                next[fault] = count - 1;
                return true;
            }

            return shares.TryGetValue(fault, out double share) && share > 0 && random.NextDouble() < share;
        }
    }
}
