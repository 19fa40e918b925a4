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

    private const int MaximumAttempts = 3;

    public static async Task RunAsync(TextReader input, TextWriter output)
    {
        var plan = JsonSerializer.Deserialize<KillPlan>(input.ReadLine()!)!;
        var client = Client(plan, plan.ClockJumps ? new KillClock(plan.ClockOffset, input, output) : new KillClock(plan.ClockOffset));
        var session = await ConnectAsync(client, plan);
        output.WriteLine(Begin);
        output.Flush();

        foreach (var mail in plan.Mails.Where(mail => mail.IsDirect))
        {
            await SendAsync(client, session, mail, output);
        }

        var drafts = plan.Mails
            .Where(mail => !mail.IsDirect)
            .Select(mail => new QueuedDraft(Draft(mail), new QueueRequest { IdempotencyKey = mail.Key }))
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

    // As a script has it: a mail that was not sent is sent again, and one that may have been is left to the outbox.
    private static async Task SendAsync(OutlookClient client, OutlookSession session, KillMail mail, TextWriter output)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await client.SendMailAsync(session, Draft(mail), new SendRequest { IdempotencyKey = mail.Key }, new Silent(), CancellationToken.None);
                output.WriteLine($"{result.State} {mail.Key}");
                return;
            }
            catch (OutlookMailException e) when (e.ErrorId == ErrorIds.SendUncertain || attempt < MaximumAttempts)
            {
                output.WriteLine($"{e.ErrorId} {mail.Key}");
                if (e.ErrorId == ErrorIds.SendUncertain)
                {
                    return;
                }
            }
        }
    }

    private static MailDraft Draft(KillMail mail) => new() { To = mail.To, Subject = mail.Key, Text = new string('x', mail.Size) };

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
