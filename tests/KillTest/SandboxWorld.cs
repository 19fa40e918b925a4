using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.KillTest;

/// <summary>
/// The sandbox, whose copies in Sent Items appear 0 to 120 seconds late by the workers' clock, and which now and then
/// takes a mail and closes the connection instead of saying so.
/// </summary>
public sealed class SandboxWorld : KillWorld
{
    private const string Ada = "ada@contoso.test";
    private const int MaximumLatenessSeconds = 120;

    private readonly SandboxServer sandbox;
    private readonly Random random;
    private readonly bool fileSentCopies;
    private readonly List<(TimeSpan Due, byte[] Message)> copies = [];
    private int seen;
    private TimeSpan ahead;

    private SandboxWorld(SandboxServer sandbox, Random random, bool fileSentCopies)
    {
        this.sandbox = sandbox;
        this.random = random;
        this.fileSentCopies = fileSentCopies;
    }

    public override string Name => fileSentCopies ? "sandbox, Sent copies 0 to 120 s late" : "sandbox, no Sent copies";

    public override IReadOnlyList<string> Recipients { get; } = ["bob@contoso.test", "carol@contoso.test"];

    public override bool ClockJumps => true;

    public static async Task<SandboxWorld> StartAsync(int seed, double dropAfterDot, bool fileSentCopies)
    {
        var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Users = [Ada, "bob@contoso.test", "carol@contoso.test"],
                SaveSentItems = false,
                AccessTokenLifetime = TimeSpan.FromDays(365),
                MessagesPerMinute = 0,
                ConnectionsPerMailbox = 0,
                RecipientsPerDay = 0,
            },
            CancellationToken.None);
        sandbox.Faults.Share(OutlookSandboxFault.DropAfterDot, dropAfterDot);
        return new SandboxWorld(sandbox, new Random(seed), fileSentCopies);
    }

    public override Task<KillPlan> PlanAsync(string folder) => Task.FromResult(new KillPlan
    {
        Authority = sandbox.Info.Authority,
        ImapHost = sandbox.Info.ImapHost,
        ImapPort = sandbox.Info.ImapPort,
        SmtpHost = sandbox.Info.SmtpHost,
        SmtpPort = sandbox.Info.SmtpPort,
        CertificateAuthorityPem = sandbox.Info.CertificateAuthorityPem,
        User = Ada,
        Token = sandbox.IssueToken(Ada, lifetime: TimeSpan.FromDays(365)),
        Folder = folder,
        ClockOffset = default,
        ClockJumps = true,
        Mails = [],
    });

    public override void MoveClock(TimeSpan to)
    {
        lock (copies)
        {
            var inbox = sandbox.Store.Mailbox(Recipients[0]).Folder("Inbox").Messages;
            for (; seen < inbox.Count; seen++)
            {
                copies.Add((ahead + TimeSpan.FromSeconds(random.NextDouble() * MaximumLatenessSeconds), inbox[seen].Bytes.ToArray()));
            }

            if (to > ahead)
            {
                sandbox.Clock.Advance(to - ahead);
                ahead = to;
            }

            if (!fileSentCopies)
            {
                return;
            }

            foreach (var (_, message) in copies.Where(copy => copy.Due <= ahead))
            {
                sandbox.Store.Mailbox(Ada).Folder("Sent Items").Append(message);
            }

            copies.RemoveAll(copy => copy.Due <= ahead);
        }
    }

    public override Task<IReadOnlyDictionary<string, int>> InboxAsync(string user)
    {
        var counts = sandbox.Store.Mailbox(user).Folder("Inbox").Messages
            .GroupBy(message => Subject(message))
            .ToDictionary(group => group.Key, group => group.Count());
        return Task.FromResult<IReadOnlyDictionary<string, int>>(counts);
    }

    public override ValueTask DisposeAsync() => sandbox.DisposeAsync();

    private static string Subject(SandboxMessage message) => Encoding.UTF8.GetString(message.Bytes.Span)
        .Split("\r\n").FirstOrDefault(line => line.StartsWith("Subject: ", StringComparison.Ordinal))?["Subject: ".Length..]
        ?? throw new InvalidOperationException("A mail without a subject arrived: " + Encoding.UTF8.GetString(message.Bytes.Span));
}
