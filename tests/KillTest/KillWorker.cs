using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.KillTest;

/// <summary>A script that queues mails by their keys and works the outbox off, until it is done or killed.</summary>
public static class KillWorker
{
    public const string Begin = "begin";
    public const string Done = "done";

    public static async Task RunAsync(TextReader input, TextWriter output)
    {
        var plan = JsonSerializer.Deserialize<KillPlan>(input.ReadLine()!)!;
        var client = Client(plan, plan.ClockJumps ? new KillClock(plan.ClockOffset, input, output) : new KillClock(plan.ClockOffset));
        var session = await ConnectAsync(client, plan);
        output.WriteLine(Begin);
        output.Flush();

        var drafts = plan.Mails
            .Select(mail => new QueuedDraft(
                new MailDraft { To = mail.To, Subject = mail.Key, Text = new string('x', mail.Size) },
                new QueueRequest { IdempotencyKey = mail.Key }))
            .ToArray();
        if (drafts.Length > 0)
        {
            await client.Outbox.QueueAsync(session, drafts, CancellationToken.None);
        }

        await foreach (var item in client.Outbox.RunAsync(session, new OutboxRunRequest { UntilEmpty = true, ResendUncertain = plan.ResendUncertain }, new Silent(), CancellationToken.None))
        {
            output.WriteLine($"{item.State} {item.Subject}");
        }

        output.WriteLine(Done);
        output.Flush();
    }

    internal static OutlookClient Client(KillPlan plan, TimeProvider outboxTime) => new(new KillClock(plan.ClockOffset), _ => null, outboxTime);

    internal static Task<OutlookSession> ConnectAsync(OutlookClient client, KillPlan plan) => client.ConnectAsync(
        new ConnectRequest
        {
            Authority = plan.Authority,
            ImapServer = plan.ImapHost,
            ImapPort = plan.ImapPort,
            ImapStartTls = false,
            SmtpServer = plan.SmtpHost,
            SmtpPort = plan.SmtpPort,
            SmtpImplicitTls = false,
            CertificateAuthority = X509Certificate2.CreateFromPem(plan.CertificateAuthorityPem),
            AccessToken = new NetworkCredential("", plan.Token).SecurePassword,
            Account = plan.User,
            StoreFolder = plan.Folder,
        },
        new Silent(),
        CancellationToken.None);

    private sealed class Silent : IConnectEvents, IOutboxEvents
    {
        public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => throw new InvalidOperationException("A token was given.");

        public void Progress(OutboxProgress progress)
        {
        }

        public void Verbose(string text)
        {
        }

        public void Warning(string text)
        {
        }
    }
}
