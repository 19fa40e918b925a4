using System;
using System.CommandLine;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail sandbox</c>: Entra, Graph, IMAP and SMTP on loopback, until Ctrl+C.</summary>
internal static class SandboxCommand
{
    // As Start-OutlookSandbox: what a mailbox of this machine still opens in seconds.
    private const int MaximumSeedCount = 1_000_000;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command Create()
    {
        var users = new Option<string[]>("--user") { Description = "Addresses that exist; the first one signs in by itself and gets the seed.", AllowMultipleArgumentsPerToken = true };
        var approval = new Option<SandboxApproval>("--approval") { Description = "Who answers device codes and consents." };
        var profile = new Option<SandboxImapProfile>("--imap-profile") { Description = "Exchange Online with all it lacks, or a server that keeps to the standards." };
        var path = new Option<string?>("--path") { Description = "A folder that keeps tenant, apps and mail for the next start." };
        var seeds = new Option<string[]>("--seed") { Description = "Mail to begin with: .eml files, folders of them, mbox files.", AllowMultipleArgumentsPerToken = true };
        var seedCount = new Option<int>("--seed-count") { Description = "Made-up messages in the first user's inbox." };
        seedCount.Validators.Add(result =>
        {
            if (result.GetValue(seedCount) is < 0 or > MaximumSeedCount)
            {
                result.AddError(FormattableString.Invariant($"--seed-count takes 0 to {MaximumSeedCount}."));
            }
        });
        var shared = new Option<string[]>("--shared-mailbox") { Description = "Addresses of shared mailboxes, which the first user may open and send as.", AllowMultipleArgumentsPerToken = true };
        var noLimit = new Option<bool>("--no-limit") { Description = "Lifts Exchange Online's limits on sending." };
        var imapPort = Port("--imap-port");
        var smtpPort = Port("--smtp-port");
        var entraPort = Port("--entra-port");
        var webPort = Port("--web-port");
        var authority = new Option<string?>("--ca-file") { Description = "Writes the sandbox's CA certificate there, as PEM, for clients that are to trust it." };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output with everything a client needs, then nothing more." };
        var command = new Command("sandbox", "Runs Microsoft's side of a mail script on this machine: Entra, Graph, IMAP and SMTP on loopback. Ctrl+C stops it.")
        {
            users, approval, profile, path, seeds, seedCount, shared, noLimit, imapPort, smtpPort, entraPort, webPort, authority, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var defaults = new SandboxOptions();
            var unlimited = parsed.GetValue(noLimit);
            var options = new SandboxOptions
            {
                Users = parsed.GetValue(users) is { Length: > 0 } named ? named : defaults.Users,
                Approval = parsed.GetValue(approval),
                ImapProfile = parsed.GetValue(profile),
                Path = parsed.GetValue(path),
                MessagesPerMinute = unlimited ? 0 : defaults.MessagesPerMinute,
                ConnectionsPerMailbox = unlimited ? 0 : defaults.ConnectionsPerMailbox,
                RecipientsPerDay = unlimited ? 0 : defaults.RecipientsPerDay,
                ImapPort = parsed.GetValue(imapPort),
                SmtpPort = parsed.GetValue(smtpPort),
                EntraPort = parsed.GetValue(entraPort),
                WebPort = parsed.GetValue(webPort),
            };
            try
            {
                await RunAsync(options, new Content(parsed.GetValue(seeds) ?? [], parsed.GetValue(seedCount), parsed.GetValue(shared) ?? []), parsed.GetValue(authority), parsed.GetValue(json), cancellationToken);
                return ExitCode.Done;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or SocketException or HttpListenerException or ArgumentException)
            {
                await Console.Error.WriteLineAsync($"The sandbox did not start: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static Option<int> Port(string name) => new(name) { Description = "A port on loopback; any free one when it is not given." };

    private static async Task RunAsync(SandboxOptions options, Content content, string? authorityFile, bool json, CancellationToken cancellationToken)
    {
        await using var server = await SandboxServer.StartAsync(options, cancellationToken);
        var inbox = server.Store.Mailbox(server.Info.Users[0]).Folder("INBOX");
        foreach (var seed in content.Seeds)
        {
            inbox.Import(seed);
        }

        inbox.Fill(content.SeedCount);
        foreach (var address in content.SharedMailboxes)
        {
            var mailbox = server.AddSharedMailbox(address);
            mailbox.GrantFullAccess(server.Info.Users[0]);
            mailbox.GrantSendAs(server.Info.Users[0]);
        }

        if (authorityFile is not null)
        {
            await File.WriteAllTextAsync(authorityFile, server.CertificateAuthority.ExportCertificatePem(), cancellationToken);
        }

        Console.Out.WriteLine(json ? JsonSerializer.Serialize(server.Info, Json) : Text(server.Info));
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("The sandbox stops.");
        }
        finally
        {
            // What other commands kept for it in the folder for temporary files.
            await OutlookClient.Shared.ForgetSandboxAsync(server.Info.Id, CancellationToken.None);
        }
    }

    private static string Text(OutlookSandboxInfo info) => string.Join(Environment.NewLine, [
        "SANDBOX, on loopback only. Nothing leaves this machine.",
        $"  Page       {info.WebPage}",
        $"  Authority  {info.Authority}/{info.Tenant}",
        $"  Graph      {info.Graph}",
        $"  IMAP       {info.ImapHost}:{info.ImapPort} (TLS)",
        $"  SMTP       {info.SmtpHost}:{info.SmtpPort} (STARTTLS)",
        $"  Client id  {info.ClientId}",
        $"  Users      {string.Join(", ", info.Users)}",
        "Ctrl+C stops it.",
    ]);

    private sealed record Content(string[] Seeds, int SeedCount, string[] SharedMailboxes);
}
