using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
#if !NETFRAMEWORK
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
#endif

namespace OutlookMail.PowerShell.Shims;

/// <summary>The sandboxes of this process, found by their id. Windows PowerShell has none.</summary>
internal static class SandboxHost
{
#if NETFRAMEWORK
    private static OutlookMailException Refusal => MailErrors.RequiresPowerShell7("The sandbox");

    internal static IEnumerable<OutlookSandboxInfo> Running => throw Refusal;

    internal static Task<OutlookSandboxInfo> StartAsync(SandboxSettings settings, CancellationToken cancellationToken) => throw Refusal;

    internal static Task StopAsync(OutlookSandboxInfo sandbox) => throw Refusal;
#else
    private static readonly ConcurrentDictionary<Guid, SandboxServer> Servers = new();

    internal static IEnumerable<OutlookSandboxInfo> Running => Servers.Values.Select(s => s.Info).Where(i => i.IsRunning);

    internal static async Task<OutlookSandboxInfo> StartAsync(SandboxSettings settings, CancellationToken cancellationToken)
    {
        // A path that is not there must not leave a half-filled sandbox behind.
        foreach (string seed in settings.Seeds.Where(s => !File.Exists(s) && !Directory.Exists(s)))
        {
            throw CmdletErrors.PathInvalid(seed, "nothing is there.");
        }

        SandboxServer server = await OpenAsync(settings, cancellationToken).ConfigureAwait(false);
        foreach (string seed in settings.Seeds)
        {
            try
            {
                server.Store.Mailbox(server.Info.Users[0]).Folder("INBOX").Import(seed);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await server.DisposeAsync().ConfigureAwait(false);
                throw CmdletErrors.PathInvalid(seed, e.Message, e);
            }
        }

        foreach (string shared in settings.SharedMailboxes)
        {
            server.AddSharedMailbox(shared);
        }

        server.Store.Mailbox(server.Info.Users[0]).Folder("INBOX").Fill(settings.SeedCount);
        Servers[server.Info.Id] = server;
        return server.Info;
    }

    /// <exception cref="OutlookMailException">SandboxNotRunning: it is none of this process, or it was stopped.</exception>
    internal static SandboxServer Find(OutlookSandboxInfo sandbox) =>
        Servers.TryGetValue(sandbox.Id, out SandboxServer? server) ? server : throw CmdletErrors.SandboxNotRunning();

    internal static async Task StopAsync(OutlookSandboxInfo sandbox)
    {
        if (Servers.TryRemove(sandbox.Id, out SandboxServer? server))
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<SandboxServer> OpenAsync(SandboxSettings settings, CancellationToken cancellationToken)
    {
        var defaults = new SandboxOptions();
        var options = new SandboxOptions
        {
            Users = settings.Users.Count > 0 ? settings.Users : defaults.Users,
            Approval = Enum.Parse<SandboxApproval>(settings.Approval, ignoreCase: true),
            ImapProfile = Enum.Parse<SandboxImapProfile>(settings.ImapProfile, ignoreCase: true),
            Path = settings.Path,
            MessagesPerMinute = settings.NoLimit ? 0 : defaults.MessagesPerMinute,
            ConnectionsPerMailbox = settings.NoLimit ? 0 : defaults.ConnectionsPerMailbox,
            RecipientsPerDay = settings.NoLimit ? 0 : defaults.RecipientsPerDay,
            ImapPort = settings.ImapPort,
            SmtpPort = settings.SmtpPort,
            EntraPort = settings.EntraPort,
            WebPort = settings.WebPort,
        };
        try
        {
            return await SandboxServer.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (settings.Path is not null && e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CmdletErrors.PathInvalid(settings.Path!, e.Message, e);
        }
        catch (Exception e) when (e is SocketException or HttpListenerException or ArgumentException)
        {
            throw CmdletErrors.SandboxNotStarted(e);
        }
    }
#endif
}
