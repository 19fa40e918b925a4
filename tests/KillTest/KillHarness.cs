using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.KillTest;

/// <summary>Starts workers, kills them (SIGKILL) at random points, lets the last ones finish, and counts.</summary>
public sealed class KillHarness(KillWorld world, Func<ProcessStartInfo> worker, int seed)
{
    // Of four runs one has a second worker beside the first.
    private const int SecondWorkerEvery = 4;
    private const int MailsEachRun = 3;

    // One in so many mails is large enough to lie in a file of its own.
    private const int LargeEvery = 10;

    private readonly Random random = new(seed);
    private readonly List<KillMail> all = [];
    private readonly object clockGate = new();
    private TimeSpan ahead;
    private double window = 1000;
    private int kills;

    /// <param name="leastKills">Goes on beyond <paramref name="runs"/>, up to four times as long, until so many were killed.</param>
    public async Task<KillTable> RunAsync(int runs, string folder, Action<string>? log = null, int leastKills = 0)
    {
        IReadOnlyList<KillMail> unfinished = [];
        var run = 0;
        for (; run < runs || (kills < leastKills && run < runs * 4); run++)
        {
            var mails = unfinished.Concat(NewMails(run)).ToArray();
            var workers = run % SecondWorkerEvery == SecondWorkerEvery - 1 ? 2 : 1;
            var finished = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(folder, mails, random.NextDouble())));
            unfinished = finished.Any(done => done) ? [] : mails;
            log?.Invoke(string.Create(CultureInfo.InvariantCulture, $"run {run + 1} of {runs}, {kills} kills, window {window:0} ms"));
        }

        // A last run that nobody kills; a second one sees what only time resolves.
        for (var i = 0; i < 2; i++)
        {
            await WorkAsync(folder, i == 0 ? unfinished : [], killAt: null);
        }

        return await JudgeAsync(run, folder);
    }

    private IEnumerable<KillMail> NewMails(int run)
    {
        for (var i = 0; i < MailsEachRun; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"mail-{seed}-{run}-{i}");
            var to = world.Recipients.Take(random.Next(3) == 0 ? 2 : 1).ToArray();
            var mail = new KillMail(key, to, random.Next(LargeEvery) == 0 ? 100_000 : random.Next(2000), IsDirect: i == 0);
            all.Add(mail);
            yield return mail;
        }
    }

    /// <param name="killAt">The share of the usual time after which it is killed; null: it is not.</param>
    /// <returns>True when it finished.</returns>
    private async Task<bool> WorkAsync(string folder, IReadOnlyList<KillMail> mails, double? killAt)
    {
        var plan = await world.PlanAsync(folder) with { Mails = mails, ClockOffset = ahead };
        var start = worker();
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(plan));
        await process.StandardInput.FlushAsync();
        var age = new Stopwatch();
        var done = false;
        var killing = Task.CompletedTask;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == KillWorker.Begin)
            {
                age.Start();
                if (killAt is { } share)
                {
                    killing = KillAsync(process, TimeSpan.FromMilliseconds(share * window));
                }
            }
            else if (line == KillWorker.Done)
            {
                done = true;
                // Slowly upwards, so that one slow run does not make the next kills all come too late.
                var usual = 1.2 * age.Elapsed.TotalMilliseconds;
                window = usual < window ? (0.5 * window) + (0.5 * usual) : (0.9 * window) + (0.1 * usual);
            }
            else if (line.StartsWith("clock ", StringComparison.Ordinal))
            {
                MoveClock(TimeSpan.FromMilliseconds(long.Parse(line.AsSpan(6), CultureInfo.InvariantCulture)));
                await world.CatchUpAsync();
                await AnswerAsync(process);
            }
        }

        await process.WaitForExitAsync();
        await killing;
        return done;
    }

    private void MoveClock(TimeSpan to)
    {
        lock (clockGate)
        {
            ahead = to > ahead ? to : ahead;
            world.MoveClock(ahead);
        }
    }

    private static async Task AnswerAsync(Process process)
    {
        try
        {
            await process.StandardInput.WriteLineAsync("ok");
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // Killed in between.
        }
    }

    private async Task KillAsync(Process process, TimeSpan after)
    {
        await Task.Delay(after);
        if (!process.HasExited)
        {
            process.Kill();
            Interlocked.Increment(ref kills);
        }
    }

    private async Task<KillTable> JudgeAsync(int runs, string folder)
    {
        var plan = await world.PlanAsync(folder) with { ClockOffset = ahead };
        var client = KillWorker.Client(plan, new KillClock(ahead));
        var session = await KillWorker.ConnectAsync(client, plan);
        var journal = client.Outbox.List(session, new OutboxQuery { WithHistory = true });
        var byKey = journal.Where(item => item.IdempotencyKey is not null).ToDictionary(item => item.IdempotencyKey!);
        var inboxes = new Dictionary<string, IReadOnlyDictionary<string, int>>();
        foreach (var user in world.Recipients)
        {
            inboxes[user] = await world.InboxAsync(user);
        }

        var lost = new List<string>();
        var doubled = new List<string>();
        var arrived = 0;
        foreach (var mail in all)
        {
            var state = byKey.TryGetValue(mail.Key, out var item) ? item.State : (OutlookOutboxState?)null;
            var counts = mail.To.Select(user => inboxes[user].TryGetValue(mail.Key, out var count) ? count : 0).ToArray();
            arrived += state == OutlookOutboxState.Uncertain && counts.All(count => count > 0) ? 1 : 0;
            if (counts.Any(count => count == 0) && state != OutlookOutboxState.Uncertain)
            {
                lost.Add($"{mail.Key}: {state?.ToString() ?? "not in the journal"}, copies {string.Join(" ", counts)}; {item?.Reason}");
            }

            if (counts.Any(count => count > 1))
            {
                doubled.Add($"{mail.Key}: {state}, copies {string.Join(" ", counts)}");
            }
        }

        var wasUncertain = journal.Where(item => item.History.Any(line => line.To == OutlookOutboxState.Uncertain)).ToArray();
        return new KillTable
        {
            World = world.Name,
            Runs = runs,
            Kills = kills,
            Mails = all.Count,
            Lost = lost,
            Doubled = doubled,
            Uncertain = wasUncertain.Length,
            Resolved = wasUncertain.Count(item => item.State == OutlookOutboxState.Sent),
            Stayed = wasUncertain.Count(item => item.State == OutlookOutboxState.Uncertain),
            StayedButArrived = arrived,
            Gaps = journal.Where(HasGap).Select(item => item.ToString()).ToArray(),
        };
    }

    private static bool HasGap(OutlookOutboxItem item) =>
        item.History.Length == 0 || item.History[0].From is not null || item.History[^1].To != item.State
        || item.History.Zip(item.History.Skip(1)).Any(pair => pair.First.To != pair.Second.From);
}
