using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Smtp;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>The way to a mail server.</summary>
internal sealed class MailStages
{
    // RFC 5321 §4.5.3.1.5: a reply line has 512 octets at most.
    private const int LongestReply = 2048;

    private readonly ConnectionTester tester;
    private readonly OutlookConnectionService service;
    private readonly WireEndpoint endpoint;

    public MailStages(ConnectionTester tester, OutlookConnectionService service, WireEndpoint endpoint)
    {
        this.tester = tester;
        this.service = service;
        this.endpoint = endpoint;
    }

    private bool IsImap => service == OutlookConnectionService.Imap;

    public async IAsyncEnumerable<OutlookConnectionResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var clock = tester.Clock(service, endpoint.ToString());
        if (tester.MailProxy(endpoint.Host) is { } proxy)
        {
            yield return await clock.ProxyAsync(proxy.ToString(), proxy.Host, proxy.Port, tester.Direct, cancellationToken);
        }
        else
        {
            yield return await clock.RunAsync("DNS", ct => ConnectionTester.ResolveAsync(endpoint.Host, ct), cancellationToken);
        }

        WireConnection? wire = null;
        yield return await clock.RunAsync(
            "TCP",
            async ct =>
            {
                wire = await WireConnection.ConnectAsync(new WireEndpoint(endpoint.Host, endpoint.Port, TlsMode.StartTls), tester.Wire, ct);
                return "Connected.";
            },
            cancellationToken);
        try
        {
            yield return await clock.RunAsync("TLS", ct => endpoint.Tls == TlsMode.Implicit ? ConnectionTester.SecureAsync(wire!, endpoint.Host, ct) : StartTlsAsync(wire!, ct), cancellationToken);
            if (endpoint.Tls == TlsMode.StartTls && wire is not null)
            {
                // The first conversation was for the stages alone: the protocol's own connection begins anew.
                await wire.DisposeAsync();
                wire = null;
            }

            var rest = IsImap ? ImapAsync(clock, wire, cancellationToken) : SmtpAsync(clock, wire, cancellationToken);
            await foreach (var result in rest)
            {
                yield return result;
            }
        }
        finally
        {
            if (wire is not null)
            {
                await wire.DisposeAsync();
            }
        }
    }

    private async IAsyncEnumerable<OutlookConnectionResult> ImapAsync(StageClock clock, WireConnection? wire, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImapConnection? imap = null;
        yield return await clock.RunAsync(
            "Capability",
            async ct =>
            {
                imap = wire is null ? await ImapConnection.ConnectAsync(endpoint, tester.Wire, ct) : await ImapConnection.OpenAsync(wire, ct);
                return imap.Greeting + " " + imap.Capabilities;
            },
            cancellationToken);
        yield return await SignInAsync(clock, (user, token, ct) => imap!.AuthenticateAsync(user, token, ct), cancellationToken);
        yield return await MailboxAsync(
            clock,
            async ct =>
            {
                var inbox = await imap!.SelectAsync("INBOX", readOnly: true, ct);
                return FormattableString.Invariant($"INBOX was opened ({inbox.Exists} messages).");
            },
            cancellationToken);
        if (imap is not null)
        {
            await imap.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<OutlookConnectionResult> SmtpAsync(StageClock clock, WireConnection? wire, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SmtpConnection? smtp = null;
        yield return await clock.RunAsync(
            "Capability",
            async ct =>
            {
                smtp = wire is null ? await SmtpConnection.ConnectAsync(endpoint, tester.Wire, ct) : await SmtpConnection.OpenAsync(wire, endpoint, ct);
                return smtp.Greeting + " " + string.Join(" ", smtp.Capabilities.Keywords.OrderBy(k => k, StringComparer.Ordinal));
            },
            cancellationToken);
        yield return await SignInAsync(clock, (user, token, ct) => smtp!.AuthenticateAsync(user, token, ct), cancellationToken);
        yield return await MailboxAsync(
            clock,
            async ct => $"MAIL FROM was taken, and taken back: {await smtp!.ProbeSenderAsync(MailSignIn.SmtpUser(tester.Session!), ct)}",
            cancellationToken);
        if (smtp is not null)
        {
            await smtp.DisposeAsync();
        }
    }

    private Task<OutlookConnectionResult> SignInAsync(StageClock clock, Func<string, string, CancellationToken, Task> signIn, CancellationToken cancellationToken)
    {
        if (tester.Session is not { } session)
        {
            return Task.FromResult(clock.NotTested("Auth", "There is no session: connect first (Connect-OutlookMailbox)."));
        }

        var user = IsImap ? MailSignIn.ImapUser(session) : MailSignIn.SmtpUser(session);
        return clock.RunAsync(
            "Auth",
            async ct =>
            {
                await GuardAsync(session, async () => await signIn(user, await session.Tokens.GetMailTokenAsync(forceRefresh: false, ct), ct));
                return $"Signed in {user}.";
            },
            cancellationToken);
    }

    private Task<OutlookConnectionResult> MailboxAsync(StageClock clock, Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken) => tester.Session is not { } session
        ? Task.FromResult(clock.NotTested("Mailbox", "There is no session: connect first (Connect-OutlookMailbox)."))
        : clock.RunAsync(
            "Mailbox",
            async ct =>
            {
                var evidence = "";
                await GuardAsync(session, async () => evidence = await work(ct));
                return evidence;
            },
            cancellationToken);

    private async Task GuardAsync(LiveSession session, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not (OutlookMailException or OperationCanceledException))
        {
            throw IsImap ? ImapErrorMapper.Map(e, session, "INBOX") : SmtpErrorMapper.Map(e, session);
        }
    }

    // RFC 3207 §4 and RFC 9051 §6.2.1, spoken for the stage alone, so that TLS has a time of its own.
    private async Task<string> StartTlsAsync(WireConnection wire, CancellationToken ct)
    {
        if (IsImap)
        {
            await LineAsync(wire, ct);
            await SayAsync(wire, "A1 STARTTLS", ct);
            await ExpectAsync(wire, "A1 ", "A1 OK", ct);
        }
        else
        {
            await ExpectAsync(wire, "220 ", "220", ct);
            await SayAsync(wire, "EHLO [127.0.0.1]", ct);
            await ExpectAsync(wire, "250 ", "250", ct);
            await SayAsync(wire, "STARTTLS", ct);
            await ExpectAsync(wire, "220 ", "220", ct);
        }

        return await ConnectionTester.SecureAsync(wire, endpoint.Host, ct);
    }

    private async Task ExpectAsync(WireConnection wire, string last, string good, CancellationToken ct)
    {
        string line;
        do
        {
            line = await LineAsync(wire, ct);
            if (!IsImap && !line.StartsWith(good, StringComparison.Ordinal))
            {
                throw new TlsFailedException(endpoint.Host, TlsFailedException.NotOffered, new ConnectionBrokenException(line));
            }
        }
        while (!line.StartsWith(last, StringComparison.Ordinal));

        if (!line.StartsWith(good, StringComparison.OrdinalIgnoreCase))
        {
            throw new TlsFailedException(endpoint.Host, TlsFailedException.NotOffered, new ConnectionBrokenException(line));
        }
    }

    private static async Task SayAsync(WireConnection wire, string line, CancellationToken ct)
    {
        wire.Output.WriteLine(line);
        await wire.Output.FlushAsync(ct);
    }

    private static async Task<string> LineAsync(WireConnection wire, CancellationToken ct)
    {
        var line = await wire.Input.ReadLineAsync(LongestReply, ct);
        return Encoding.ASCII.GetString(line.ToArray());
    }
}
