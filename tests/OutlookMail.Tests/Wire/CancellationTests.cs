using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Wire;

/// <summary>A server that stops answering at each stage in turn, and a user who does not wait: always a cancellation, and never a lost connection.</summary>
public sealed class CancellationTests : IDisposable
{
    private static readonly string[] Imap =
    [
        "TLS", "S * OK hi", "C", "S * CAPABILITY IMAP4rev1 AUTH=XOAUTH2", "S # OK done", "C", "S + ", "C",
        "S A2 OK [CAPABILITY IMAP4rev1] done", "C", "S * 3 EXISTS", "S # OK [READ-ONLY] done", "C", "S * SEARCH 1", "S # OK done",
    ];

    private static readonly string[] ImapStartTls =
    [
        "S * OK [CAPABILITY IMAP4rev1 STARTTLS] hi", "C", "S # OK begin", "TLS", "C", "S * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR", "S # OK done",
        "C", "S # OK [CAPABILITY IMAP4rev1] done",
    ];

    private static readonly string[] Smtp =
    [
        "S 220 hi", "C", "S 250-hi", "S 250 STARTTLS", "C", "S 220 begin", "TLS", "C", "S 250-hi", "S 250 AUTH XOAUTH2", "C", "S 235 ok",
    ];

    private readonly MadeCertificates certificates = new();
    private readonly X509Certificate2 leaf;

    public CancellationTests() => leaf = certificates.Leaf("localhost");

    public static TheoryData<int> ImapStages => Stages(Imap);

    public static TheoryData<int> ImapStartTlsStages => Stages(ImapStartTls);

    public static TheoryData<int> SmtpStages => Stages(Smtp);

    public void Dispose()
    {
        leaf.Dispose();
        certificates.Dispose();
    }

    [Theory]
    [MemberData(nameof(ImapStages))]
    public Task At_any_stage_of_IMAP(int stage) => CancelledAsync(Imap, stage, async (port, options, ct) =>
    {
        await using ImapConnection connection = await ImapConnection.ConnectAsync(new WireEndpoint("localhost", port, TlsMode.Implicit), options, ct);
        await connection.AuthenticateAsync("ada", "token", ct);
        await connection.SelectAsync("INBOX", readOnly: true, ct);
        await connection.UidSearchAsync(SearchQuery.All, ct);
        await connection.NoopAsync(ct);
    });

    [Theory]
    [MemberData(nameof(ImapStartTlsStages))]
    public Task At_any_stage_of_IMAP_with_STARTTLS(int stage) => CancelledAsync(ImapStartTls, stage, async (port, options, ct) =>
    {
        await using ImapConnection connection = await ImapConnection.ConnectAsync(new WireEndpoint("localhost", port, TlsMode.StartTls), options, ct);
        await connection.AuthenticateAsync("ada", "token", ct);
        await connection.NoopAsync(ct);
    });

    [Theory]
    [MemberData(nameof(SmtpStages))]
    public Task At_any_stage_of_SMTP(int stage) => CancelledAsync(Smtp, stage, async (port, options, ct) =>
    {
        await using SmtpConnection connection = await SmtpConnection.ConnectAsync(new WireEndpoint("localhost", port, TlsMode.StartTls), options, ct);
        await connection.AuthenticateAsync("ada", "token", ct);
        await connection.ProbeSenderAsync("ada@contoso.test", ct);
    });

    /// <summary>The proxy's own answers; behind them the server is silent.</summary>
    [Theory]
    [InlineData("http")]
    [InlineData("http", "C", "S HTTP/1.1 200 OK")]
    [InlineData("socks5")]
    public async Task In_a_proxys_handshake(string kind, params string[] steps)
    {
        await using var server = new StallingServer(leaf, steps);
        using var cancel = new CancellationTokenSource();
        var options = new WireOptions { Proxy = WireProxy.Parse($"{kind}://127.0.0.1:{server.Port}") };
        Task connecting = WireConnection.ConnectAsync(new WireEndpoint("mail.contoso.test", 993, TlsMode.Implicit), options, cancel.Token);
        await server.Stalled;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task Before_anything_was_begun()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WireConnection.ConnectAsync(
            new WireEndpoint("localhost", 9, TlsMode.Implicit), new WireOptions(), new CancellationToken(canceled: true)));
    }

    private static TheoryData<int> Stages(string[] steps) => new(Enumerable.Range(0, steps.Length + 1).Where(i => i == steps.Length || steps[i] != "C"));

    private async Task CancelledAsync(string[] steps, int stage, Func<int, WireOptions, CancellationToken, Task> session)
    {
        await using var server = new StallingServer(leaf, steps.Take(stage).ToArray());
        using var cancel = new CancellationTokenSource();
        Task running = session(server.Port, new WireOptions { CertificateAuthority = certificates.Authority }, cancel.Token);
        Task first = await Task.WhenAny(server.Stalled, running);
        Assert.True(first == server.Stalled, first.Exception?.ToString());
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
