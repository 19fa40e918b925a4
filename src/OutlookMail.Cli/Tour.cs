using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;

namespace OutlookMail.Cli;

/// <summary>
/// The main job, end to end: sign in by device code, prove the permissions, send a mail with an attachment, wait for it,
/// read it back and compare the octets.
/// </summary>
internal sealed class Tour(ITourReport report, TimeProvider time)
{
    private const int AttachmentLength = 100_000;

    // The sandbox delivers at once; a real server's delivery takes seconds. Beyond this the mail is lost.
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeliveryPoll = TimeSpan.FromMilliseconds(50);

    private readonly OutlookClient client = new(time, _ => null);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var passed = await WalkAsync(cancellationToken);
        report.End(passed, time.GetElapsedTime(started));
        return passed;
    }

    private async Task<bool> WalkAsync(CancellationToken cancellationToken)
    {
        SandboxServer? sandbox = null;
        var folder = Directory.CreateTempSubdirectory("outlookmail-tour-");
        try
        {
            var attachment = Path.Combine(folder.FullName, "numbers.bin");
            var content = RandomNumberGenerator.GetBytes(AttachmentLength);
            await File.WriteAllBytesAsync(attachment, content, cancellationToken);

            OutlookSession session = null!;
            OutlookMessage message = null!;
            OutlookSendResult sent = null!;
            return
                await StepAsync("start the sandbox", async () =>
                {
                    sandbox = await SandboxServer.StartAsync(new SandboxOptions { Approval = SandboxApproval.Page }, cancellationToken);
                    return $"{sandbox.Info.Authority}, IMAP {sandbox.Info.ImapPort}, SMTP {sandbox.Info.SmtpPort}, user {sandbox.Info.Users[0]}";
                })
                && await StepAsync("sign in", async () =>
                {
                    using var approver = new DeviceCodeApprover(sandbox!.Info.Users[0]);
                    session = await client.ConnectAsync(new ConnectRequest { Sandbox = sandbox.Info }, approver, cancellationToken);
                    return $"{session} (code {approver.UserCode}, entered on the page by the tour itself)";
                })
                && await VerifyAsync(() => session, cancellationToken)
                && await StepAsync("send", async () =>
                {
                    sent = await client.SendMailAsync(session, Draft(session, attachment), cancellationToken);
                    return $"{sent.Size:N0} octets, {sent.Reply}";
                })
                && await StepAsync("wait", async () =>
                {
                    message = await ArrivalAsync(session, sent, cancellationToken);
                    return $"UID {message.Uid} in {message.Folder}: {message.Subject}";
                })
                && await StepAsync("read back", async () => await CompareAsync(message, content, cancellationToken))
                && await StepAsync("sign out", async () =>
                {
                    await client.DisconnectAsync(session, forget: true, cancellationToken);
                    return "session closed, account forgotten";
                });
        }
        finally
        {
            folder.Delete(recursive: true);
            if (sandbox is not null)
            {
                await client.ForgetSandboxAsync(sandbox.Info.Id, CancellationToken.None);
                await sandbox.DisposeAsync();
            }
        }
    }

    private async Task<bool> VerifyAsync(Func<OutlookSession> session, CancellationToken cancellationToken)
    {
        var rows = new List<OutlookPermissionResult>();
        return await StepAsync("verify permissions", async () =>
        {
            await foreach (var row in client.TestPermissionsAsync(session(), new PermissionTestRequest(), cancellationToken))
            {
                rows.Add(row);
            }

            var failed = PermissionSummary.Open(rows, strict: false);
            return failed.Count == 0
                ? string.Join(", ", rows.Where(row => row.Requested).Select(row => row.Permission))
                : throw new OutlookMailException("PermissionsNotProved", OutlookErrorCategory.PermissionDenied, string.Join("; ", failed.Select(row => $"{row}: {row.Evidence}")), "This is a defect: the sandbox grants all five.");
        });
    }

    private static MailDraft Draft(OutlookSession session, string attachment) => new()
    {
        To = [session.Mailbox],
        Subject = "Tour: Grüße, 你好 👋",
        Text = "A mail from the tour.\n.\nA line with a dot alone stands above.\n",
        Html = "<p>A mail from the <b>tour</b>.</p>",
        AttachmentPaths = [attachment],
    };

    private async Task<OutlookMessage> ArrivalAsync(OutlookSession session, OutlookSendResult sent, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            await foreach (var found in client.GetMailAsync(session, new MailQuery { Subject = "Tour: Grüße, 你好 👋", First = 1 }, cancellationToken))
            {
                return found;
            }

            if (time.GetElapsedTime(started) > DeliveryTimeout)
            {
                throw new OutlookMailException("NotDelivered", OutlookErrorCategory.OperationTimeout, $"The mail {sent.MessageId} did not arrive in {DeliveryTimeout.TotalSeconds} s.", "This is a defect: report it with the output of the tour.");
            }

            await Task.Delay(DeliveryPoll, time, cancellationToken);
        }
    }

    private async Task<string> CompareAsync(OutlookMessage message, byte[] expected, CancellationToken cancellationToken)
    {
        await foreach (var content in client.GetContentAsync([message], cancellationToken))
        {
            var attachment = content.Attachments.Single();
            await using var stream = attachment.OpenRead();
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, cancellationToken);
            var lines = (content.Text ?? "").Split('\n').Select(line => line.TrimEnd('\r'));
            if (copy.ToArray().AsSpan().SequenceEqual(expected) && lines.Contains("."))
            {
                return $"{attachment.Name}, {copy.Length:N0} octets, SHA-256 {Convert.ToHexString(SHA256.HashData(expected))[..16]}… agrees";
            }
        }

        throw new OutlookMailException("BytesDiffer", OutlookErrorCategory.InvalidData, "What came back is not what was sent.", "This is a defect: report it with the output of the tour.");
    }

    private async Task<bool> StepAsync(string name, Func<Task<string>> step)
    {
        var started = time.GetTimestamp();
        try
        {
            var seen = await step();
            report.Step(name, time.GetElapsedTime(started), seen);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            report.Failed(name, time.GetElapsedTime(started), ErrorMapper.Map(e, null));
            return false;
        }
    }
}
