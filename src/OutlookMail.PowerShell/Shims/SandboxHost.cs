using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
#if !NETFRAMEWORK
using OutlookMail.Sandbox;
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
        var defaults = new SandboxOptions();
        SandboxServer server = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Users = settings.Users.Count > 0 ? settings.Users : defaults.Users,
                Approval = Enum.Parse<SandboxApproval>(settings.Approval, ignoreCase: true),
                ImapPort = settings.ImapPort,
                SmtpPort = settings.SmtpPort,
                EntraPort = settings.EntraPort,
                WebPort = settings.WebPort,
            },
            cancellationToken).ConfigureAwait(false);
        Servers[server.Info.Id] = server;
        return server.Info;
    }

    internal static async Task StopAsync(OutlookSandboxInfo sandbox)
    {
        if (Servers.TryRemove(sandbox.Id, out SandboxServer? server))
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }
#endif
}
