using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.KillTest;
using OutlookMail.Model;

namespace OutlookMail.Benchmarks;

/// <summary>Dovecot and Postfix of eng/test-servers, which file what was taken into the sender's folder Sent
/// (<c>up.sh --sent</c>), or keep no copies: then what is uncertain stays so.</summary>
internal sealed class RealServersWorld(string root, bool fileSentCopies) : KillWorld
{
    private const string Alice = "alice@contoso.test";

    // Postfix hands mails to Dovecot in its own time; an inbox that has not changed for that long has them all.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Filing = TimeSpan.FromMilliseconds(100);

    // Each is a python process to make, and lasts for the whole test.
    private readonly Dictionary<string, string> tokens = [];

    public override string Name => fileSentCopies ? "Postfix and Dovecot, Sent copies by sender_bcc_maps" : "Postfix and Dovecot, no Sent copies";

    public override IReadOnlyList<string> Recipients { get; } = ["bob@contoso.test", "carol@contoso.test"];

    public override bool ClockJumps => true;

    public override async Task<KillPlan> PlanAsync(string folder)
    {
        using var facts = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(root, "servers.json")));
        int Port(string name) => facts.RootElement.GetProperty(name).GetInt32();
        return new KillPlan
        {
            Authority = facts.RootElement.GetProperty("entra").GetString()!,
            ImapHost = "localhost",
            ImapPort = Port("imaps"),
            SmtpHost = "localhost",
            SmtpPort = Port("smtpStartTls"),
            CertificateAuthorityPem = await File.ReadAllTextAsync(facts.RootElement.GetProperty("caPath").GetString()!),
            User = Alice,
            Token = await TokenAsync(Alice),
            Folder = folder,
            ClockOffset = default,
            ClockJumps = ClockJumps,
            Mails = [],
        };
    }

    // A copy takes some milliseconds whatever the workers' clock says.
    public override Task CatchUpAsync() => fileSentCopies ? Task.Delay(Filing) : Task.CompletedTask;

    public override async Task<IReadOnlyDictionary<string, int>> InboxAsync(string user)
    {
        var plan = await PlanAsync("") with { User = user, Token = await TokenAsync(user) };
        var client = KillWorker.Client(plan, TimeProvider.System);
        var session = await KillWorker.ConnectAsync(client, plan);
        var subjects = await SubjectsAsync(client, session);
        for (var before = -1; before != subjects.Count;)
        {
            before = subjects.Count;
            await Task.Delay(Settled);
            subjects = await SubjectsAsync(client, session);
        }

        return subjects.GroupBy(subject => subject).ToDictionary(group => group.Key, group => group.Count());
    }

    public override ValueTask DisposeAsync() => default;

    private static ValueTask<List<string>> SubjectsAsync(OutlookClient client, OutlookSession session) =>
        client.GetMailAsync(session, new MailQuery(), CancellationToken.None).Select(message => message.Subject).ToListAsync();

    private async Task<string> TokenAsync(string user)
    {
        lock (tokens)
        {
            if (tokens.TryGetValue(user, out var made))
            {
                return made;
            }
        }

        // The servers' own tool stands beside the script that started them.
        var tool = Path.Combine(AppContext.BaseDirectory, "mktoken.py");
        using var process = Process.Start(new ProcessStartInfo("python3") { ArgumentList = { tool, root, user, "86400" }, RedirectStandardOutput = true })!;
        var token = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("mktoken.py failed.");
        }

        lock (tokens)
        {
            return tokens[user] = token.Trim();
        }
    }
}
