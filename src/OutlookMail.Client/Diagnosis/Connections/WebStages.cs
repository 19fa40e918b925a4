using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>The way to Entra or Graph.</summary>
internal sealed class WebStages
{
    // Tokens begin five minutes in the past for clients with slow clocks; beyond that they are refused (facts 2.11).
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    private readonly ConnectionTester tester;
    private readonly OutlookConnectionService service;
    private readonly Uri address;

    public WebStages(ConnectionTester tester, OutlookConnectionService service, Uri address)
    {
        this.tester = tester;
        this.service = service;
        this.address = address;
    }

    public async IAsyncEnumerable<OutlookConnectionResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var clock = tester.Clock(service, FormattableString.Invariant($"{address.Host}:{address.Port}"));
        if (EndpointProbe.ProxyOf(tester.Settings, address) is { } proxy)
        {
            // What lies behind it is not seen stage by stage.
            yield return await clock.ProxyAsync(proxy.GetLeftPart(UriPartial.Authority), proxy.Host, proxy.Port, tester.Direct, cancellationToken);
        }
        else
        {
            yield return await clock.RunAsync("DNS", ct => ConnectionTester.ResolveAsync(address.Host, ct), cancellationToken);
            WireConnection? wire = null;
            yield return await clock.RunAsync(
                "TCP",
                async ct =>
                {
                    wire = await WireConnection.ConnectAsync(new WireEndpoint(address.Host, address.Port, TlsMode.StartTls), tester.Direct, ct);
                    return "Connected.";
                },
                cancellationToken);
            yield return await clock.RunAsync("TLS", ct => ConnectionTester.SecureAsync(wire!, address.Host, ct), cancellationToken);
            if (wire is not null)
            {
                await wire.DisposeAsync();
            }
        }

        DateTimeOffset? server = null;
        yield return await clock.RunAsync(
            "Capability",
            async ct =>
            {
                using var probe = new EndpointProbe(tester.Settings);
                var (status, date) = await probe.GetAsync(address, ct);
                server = date;
                return status < 500
                    ? FormattableString.Invariant($"Answers HTTP {status}.")
                    : throw new ConnectionBrokenException(FormattableString.Invariant($"{address.Host} answers HTTP {status}."));
            },
            cancellationToken);
        yield return Skew(clock, server);
        yield return await AuthAsync(clock, cancellationToken);
    }

    private OutlookConnectionResult Skew(StageClock clock, DateTimeOffset? server)
    {
        if (server is not { } theirs)
        {
            return clock.NotTested("Clock", "The answer names no time.");
        }

        var ahead = tester.Time.GetUtcNow() - theirs;
        var text = string.Format(CultureInfo.InvariantCulture, "This machine's clock is {0:0} s {1} the server's.", Math.Abs(ahead.TotalSeconds), ahead >= TimeSpan.Zero ? "ahead of" : "behind");
        var result = clock.Seen("Clock", text);
        if (ahead.Duration() > ClockSlack)
        {
            result.Status = OutlookPermissionStatus.Failed;
            result.Cause = "The clock is so wrong that tokens and certificates seem to have ended, or not to have begun.";
            result.WhoCanFix = OutlookFixer.NetworkAdministrator;
            result.Fix = "Set this machine's clock (w32tm /resync, timedatectl set-ntp true).";
        }

        return result;
    }

    private Task<OutlookConnectionResult> AuthAsync(StageClock clock, CancellationToken cancellationToken)
    {
        if (tester.Session is not { } session)
        {
            return Task.FromResult(clock.NotTested("Auth", "There is no session: connect first (Connect-OutlookMailbox)."));
        }

        if (service == OutlookConnectionService.Login)
        {
            return session.Tokens.CanRenew
                ? clock.RunAsync(
                    "Auth",
                    async ct =>
                    {
                        await session.Tokens.GetMailTokenAsync(forceRefresh: true, ct);
                        return $"Gave a token that lasts until {session.Tokens.ExpiresOn?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}.";
                    },
                    cancellationToken)
                : Task.FromResult(clock.NotTested("Auth", "The session was made with an access token: there is nothing to sign in with."));
        }

        return session.SignIn is { Cloud.Graph: not null } settings
            ? clock.RunAsync(
                "Auth",
                async ct =>
                {
                    var token = await session.Tokens.GetTokenAsync(MailScopes.Graph(settings.Cloud, MailScopes.UserRead), forceRefresh: false, ct);
                    using var graph = new GraphProfile(settings);
                    var me = await graph.GetMeAsync(token.AccessToken, ct);
                    return $"Knows {me.UserPrincipalName ?? me.Mail ?? me.Id}.";
                },
                cancellationToken)
            : Task.FromResult(clock.NotTested("Auth", "The session cannot give a Graph token."));
    }
}
