using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using OutlookMail.TestServers;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Sandbox.Beside;

/// <summary>
/// The same script at Dovecot and Postfix and at the sandbox's standard profile. Where the answers differ, docs/sandbox.md
/// says so: a difference that is not listed there fails, and so does a listed one that is none.
/// </summary>
public sealed class BesideRealServersTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private const string User = "alice@contoso.test";

    private SandboxServer sandbox = null!;

    public async ValueTask InitializeAsync() => sandbox = await SandboxServer.StartAsync(
        new SandboxOptions { Users = [User, "bob@contoso.test"], ImapProfile = SandboxImapProfile.Standard }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task The_standard_profile_answers_an_imap_script_as_Dovecot_does()
    {
        servers.Require();
        await using ScriptWire theirs = await ScriptWire.ConnectAsync(servers.ImapsPort, servers.CertificateAuthority, implicitTls: true);
        await using ScriptWire ours = await ScriptWire.ConnectAsync(sandbox.Info.ImapPort, sandbox.CertificateAuthority, implicitTls: true);
        Compare("IMAP", await ImapScript.RunAsync(theirs, User, await servers.TokenAsync(User)), await ImapScript.RunAsync(ours, User, sandbox.IssueToken(User)));
    }

    [Fact]
    public async Task Submission_answers_an_smtp_script_as_Postfix_does()
    {
        servers.Require();
        await using ScriptWire theirs = await ScriptWire.ConnectAsync(servers.SmtpStartTlsPort, servers.CertificateAuthority, implicitTls: false);
        await using ScriptWire ours = await ScriptWire.ConnectAsync(sandbox.Info.SmtpPort, sandbox.CertificateAuthority, implicitTls: false);
        Compare("SMTP", await SmtpScript.RunAsync(theirs, User, await servers.TokenAsync(User)), await SmtpScript.RunAsync(ours, User, sandbox.IssueToken(User)));
    }

    [Fact]
    public async Task Entra_answers_an_oauth_script_as_oidc_provider_does()
    {
        servers.Require();
        await using SandboxServer entra = await SandboxServer.StartAsync(
            new SandboxOptions { Users = [User], Approval = SandboxApproval.Page, DeviceCodeInterval = 0, TenantId = servers.Tenant, ClientId = servers.ClientId }, TestContext.Current.CancellationToken);
        using HttpClient there = Http(servers.CertificateAuthority);
        using HttpClient here = SandboxHttp.For(entra);
        var theirs = new OAuthScript(there, $"{servers.Entra}/{servers.Tenant}", servers.ClientId, servers.Daemon,
            (page, code, approve) => DevicePage.AnswerAsync(page, code, User, approve, servers.CertificateAuthority));
        var ours = new OAuthScript(here, $"{entra.Info.Authority}/{servers.Tenant}", servers.ClientId, await DaemonAsync(entra), (_, code, approve) =>
        {
            if (approve)
            {
                entra.Approve(code, User);
            }
            else
            {
                entra.Deny(code);
            }

            return Task.CompletedTask;
        });
        Compare("OAuth", await theirs.RunAsync(), await ours.RunAsync());
    }

    private static async Task<(string Id, string Secret)> DaemonAsync(SandboxServer entra)
    {
        using SandboxGraph graph = await SandboxGraph.SignInAsync(entra);
        (string id, string secret, _) = await graph.RegisterDaemonAsync("Daemon", null);
        return (id, secret);
    }

    private static HttpClient Http(X509Certificate2 authority) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority } },
        },
    });

    private static void Compare(string protocol, Dictionary<string, string> theirs, Dictionary<string, string> ours)
    {
        string[] differing = [.. theirs.Keys.Where(step => theirs[step] != ours[step])];
        string[] listed = [.. Listed(protocol)];
        string report = string.Join("\n", differing.Except(listed).Select(step => $"{step}\n  there: {theirs[step]}\n  here:  {ours[step]}"));
        Assert.True(report.Length == 0, "Not listed in docs/sandbox.md:\n" + report);
        Assert.True(listed.Except(differing).ToArray() is [], "Listed in docs/sandbox.md, and yet the same: " + string.Join("; ", listed.Except(differing)));
    }

    // Rows of the table: | IMAP | step | difference |
    private static IEnumerable<string> Listed(string protocol) => File.ReadLines(Path.Combine(Servers.RepositoryRoot, "docs", "sandbox.md"))
        .Where(line => line.StartsWith($"| {protocol} | ", StringComparison.Ordinal))
        .SelectMany(line => line.Split('|')[2].Split(';', StringSplitOptions.TrimEntries));
}
