using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Goes the way to each service stage by stage, and says where it ends.</summary>
internal sealed class ConnectionTester
{
    private readonly ConnectPlan plan;
    private readonly ConnectionTestRequest request;

    /// <param name="plan">Hosts, ports and the certificate authority.</param>
    /// <param name="session">Whose tokens the last stages use; null leaves them out.</param>
    /// <param name="request">Which services, and how long to wait.</param>
    /// <param name="time">The clock.</param>
    public ConnectionTester(ConnectPlan plan, LiveSession? session, ConnectionTestRequest request, TimeProvider time)
    {
        this.plan = plan;
        this.request = request;
        Session = session;
        Time = time;
        Wire = new WireOptions { CertificateAuthority = plan.CertificateAuthority, ConnectTimeout = request.Timeout, ResponseTimeout = request.Timeout, Time = time, Proxy = plan.WireProxy };
        Direct = new WireOptions { CertificateAuthority = plan.CertificateAuthority, ConnectTimeout = request.Timeout, ResponseTimeout = request.Timeout, Time = time, Proxy = WireProxy.None };
        Settings = new SignInSettings { Cloud = plan.Cloud, CertificateAuthority = plan.CertificateAuthority, Time = time, Proxy = plan.EntraProxy };
    }

    public LiveSession? Session { get; }

    public TimeProvider Time { get; }

    public WireOptions Wire { get; }

    /// <summary>For HTTPS, whose proxies are another matter.</summary>
    public WireOptions Direct { get; }

    public SignInSettings Settings { get; }

    public async IAsyncEnumerable<OutlookConnectionResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var service in Enum.GetValues(typeof(OutlookConnectionService)).Cast<OutlookConnectionService>())
        {
            if (request.Services?.Contains(service) == false)
            {
                continue;
            }

            if (Stages(service, cancellationToken) is { } stages)
            {
                await foreach (var result in stages)
                {
                    yield return result;
                }
            }
            else
            {
                yield return Clock(service, "").NotTested("DNS", "There is no Microsoft Graph at this authority.");
            }
        }
    }

    public StageClock Clock(OutlookConnectionService service, string server) => new(service, server, Time, request.Timeout);

    public WireProxy? MailProxy(string host) => (plan.WireProxy ?? WireProxy.FromEnvironment(host, Environment.GetEnvironmentVariable)) is { Kind: not WireProxyKind.None } proxy ? proxy : null;

    public static async Task<string> ResolveAsync(string host, CancellationToken ct)
    {
        // Dns takes no token in netstandard2.0: the wait is given up, not the question.
        var asked = Dns.GetHostAddressesAsync(host);
        var given = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = ct.Register(() => given.TrySetResult(true));
        return await Task.WhenAny(asked, given.Task) == asked
            ? string.Join(", ", (await asked).Select(a => a.ToString()))
            : throw new OperationCanceledException(ct);
    }

    public static async Task<string> SecureAsync(WireConnection wire, string host, CancellationToken ct)
    {
        await wire.StartTlsAsync(host, ct);
        return $"The certificate holds for {host}.";
    }

    private IAsyncEnumerable<OutlookConnectionResult>? Stages(OutlookConnectionService service, CancellationToken cancellationToken) => service switch
    {
        OutlookConnectionService.Login => new WebStages(this, service, new Uri($"{plan.Cloud.Authority}/{Uri.EscapeDataString(plan.Tenant)}/v2.0/.well-known/openid-configuration")).RunAsync(cancellationToken),
        OutlookConnectionService.Graph => plan.Cloud.Graph is { } graph ? new WebStages(this, service, new Uri(graph + "/v1.0/")).RunAsync(cancellationToken) : null,
        OutlookConnectionService.Imap => new MailStages(this, service, plan.Imap).RunAsync(cancellationToken),
        _ => new MailStages(this, service, plan.Smtp).RunAsync(cancellationToken),
    };
}
