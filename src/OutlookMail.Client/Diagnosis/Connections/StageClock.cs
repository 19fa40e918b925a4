using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Smtp;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Runs the stages of one service in their order, times each, and leaves those out that lie behind a failure.</summary>
internal sealed class StageClock
{
    private readonly OutlookConnectionService service;
    private readonly string server;
    private readonly TimeProvider time;
    private readonly TimeSpan timeout;
    private string? failed;

    public StageClock(OutlookConnectionService service, string server, TimeProvider time, TimeSpan timeout)
    {
        this.service = service;
        this.server = server;
        this.time = time;
        this.timeout = timeout;
    }

    public bool HasFailed => failed is not null;

    /// <param name="stage">Its name.</param>
    /// <param name="work">Gives the evidence.</param>
    /// <param name="cancellationToken">Cancels the whole test.</param>
    public async Task<OutlookConnectionResult> RunAsync(string stage, Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        var result = new OutlookConnectionResult(service, stage, server);
        if (failed is not null)
        {
            return Skipped(result, $"Not reached: {failed} failed.");
        }

        var start = time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            result.Evidence = await work(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(result, new ConnectionBrokenException(FormattableString.Invariant($"No answer within {timeout.TotalSeconds:0.#} s."), null, timedOut: true));
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Fail(result, e);
        }

        result.Duration = time.GetElapsedTime(start);
        return result;
    }

    public OutlookConnectionResult NotTested(string stage, string why) => Skipped(new OutlookConnectionResult(service, stage, server), failed is null ? why : $"Not reached: {failed} failed.");

    /// <summary>The proxy itself; what lies behind it, it resolves and connects to.</summary>
    public Task<OutlookConnectionResult> ProxyAsync(string shown, string host, int port, WireOptions direct, CancellationToken cancellationToken) => RunAsync(
        "Proxy",
        async ct =>
        {
            try
            {
                await using var wire = await WireConnection.ConnectAsync(new WireEndpoint(host, port, TlsMode.StartTls), direct, ct);
                return $"Goes through {shown}.";
            }
            catch (ConnectionBrokenException e)
            {
                throw new ConnectionBrokenException($"No connection to the proxy {shown}: {e.Message}", e);
            }
        },
        cancellationToken);

    public OutlookConnectionResult Seen(string stage, string evidence) => new(service, stage, server) { Evidence = evidence };

    private static OutlookConnectionResult Skipped(OutlookConnectionResult result, string why)
    {
        result.Status = OutlookPermissionStatus.NotTested;
        result.Evidence = why;
        result.Cause = why;
        return result;
    }

    private void Fail(OutlookConnectionResult result, Exception e)
    {
        failed = result.Stage;
        result.Status = OutlookPermissionStatus.Failed;
        result.Evidence = SecretRedaction.Redact(e.Message);
        var best = Diagnoser.Diagnose(string.Join("\n", Texts(e)), time.GetUtcNow()).FirstOrDefault();
        result.Cause = best?.Cause ?? $"The {result.Stage} stage of {server} failed.";
        result.WhoCanFix = best?.WhoCanFix ?? OutlookFixer.NetworkAdministrator;
        result.Fix = e is OutlookMailException { Fix.Length: > 0 } known ? known.Fix : best?.Fix ?? "Check host and port, and whether a firewall or proxy stands in between.";
    }

    private static IEnumerable<string> Texts(Exception e)
    {
        for (Exception? one = e; one is not null; one = one.InnerException)
        {
            yield return one is TlsFailedException tls ? tls.Message + " " + tls.Reason : one is SocketException socket ? socket.SocketErrorCode + " " + one.Message : one.Message;
        }
    }

    private static bool IsTrouble(Exception e) =>
        e is ConnectionBrokenException or TlsFailedException or ServerRefusedException or ServerProtocolException or SocketException or SignInException or GraphException or OutlookMailException;
}
