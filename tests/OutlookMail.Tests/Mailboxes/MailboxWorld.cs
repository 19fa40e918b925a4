using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Outbox;
using OutlookMail.Wire;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Mailboxes;

/// <summary>Which server a mailbox test runs on.</summary>
public enum On
{
    /// <summary>The sandbox as Exchange Online.</summary>
    Exchange,

    /// <summary>The sandbox as a server that keeps to the standards.</summary>
    Standard,
    Dovecot,
}

/// <summary>A signed-in session, with a second way into the same mailbox over a connection of its own, as another program has.</summary>
internal sealed class MailboxWorld : IAsyncDisposable
{
    private readonly SandboxServer? sandbox;
    private readonly WireEndpoint endpoint;
    private readonly X509Certificate2 authority;
    private readonly string token;
    private readonly string user;

    private MailboxWorld(SandboxServer? sandbox, OutlookClient client, OutlookSession session, WireEndpoint endpoint, X509Certificate2 authority, string token)
    {
        this.sandbox = sandbox;
        this.endpoint = endpoint;
        this.authority = authority;
        this.token = token;
        user = session.Mailbox;
        Client = client;
        Session = session;
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public OutlookClient Client { get; }

    public OutlookSession Session { get; }

    public SandboxServer Sandbox => sandbox ?? throw new InvalidOperationException("Dovecot is no sandbox.");

    /// <summary>A folder name that no other test uses.</summary>
    public string Unique { get; } = "T" + Guid.NewGuid().ToString("N")[..8];

    public static async Task<MailboxWorld> StartAsync(On server, Servers servers, SandboxOptions? options = null)
    {
        if (server == On.Dovecot)
        {
            servers.Require();
            const string carol = "carol@contoso.test";
            var client = new OutlookClient(TimeProvider.System, _ => null);
            var key = await servers.TokenAsync(carol);
            var session = await client.ConnectAsync(
                new ConnectRequest
                {
                    Account = carol,
                    AccessToken = new NetworkCredential("", key).SecurePassword,
                    ImapServer = "localhost",
                    ImapPort = servers.ImapsPort,
                    SmtpServer = "localhost",
                    SmtpPort = servers.SmtpStartTlsPort,
                    CertificateAuthority = servers.CertificateAuthority,
                    NoStore = true,
                },
                SandboxSession.NoCode,
                Ct);
            return new MailboxWorld(null, client, session, new WireEndpoint("localhost", servers.ImapsPort, TlsMode.Implicit), servers.CertificateAuthority, key);
        }

        var sandbox = await SandboxServer.StartAsync(
            options ?? new SandboxOptions { ImapProfile = server == On.Exchange ? SandboxImapProfile.Exchange : SandboxImapProfile.Standard }, Ct);
        // Pauses between attempts are jumped over; connections keep real time.
        var owner = new OutlookClient(sandbox.Clock, _ => null, new SteppedTime(sandbox.Clock));
        var ada = await owner.ConnectAsync(new ConnectRequest { Sandbox = sandbox.Info }, new RecordedEvents(_ => Task.CompletedTask), Ct);
        return new MailboxWorld(
            sandbox, owner, ada, new WireEndpoint("localhost", sandbox.Info.ImapPort, TlsMode.Implicit), sandbox.CertificateAuthority, sandbox.IssueToken(ada.Mailbox));
    }

    /// <summary>A connection of another program to the same mailbox.</summary>
    public async Task<ImapConnection> OpenAsync(string? folder = null)
    {
        var connection = await ImapConnection.ConnectAsync(endpoint, new WireOptions { CertificateAuthority = authority }, Ct);
        await connection.AuthenticateAsync(user, token, Ct);
        if (folder is not null)
        {
            await connection.SelectAsync(folder, readOnly: false, Ct);
        }

        return connection;
    }

    /// <summary>Makes the folder with these messages in it.</summary>
    public async Task<string> FolderAsync(string name, params TestMail[] mails)
    {
        await using var connection = await OpenAsync();
        await connection.CreateAsync(name, cancellationToken: Ct);
        await AppendAsync(name, mails);
        return name;
    }

    public async Task<IReadOnlyList<uint>> AppendAsync(string folder, params TestMail[] mails)
    {
        await using var connection = await OpenAsync();
        var added = await connection.AppendAsync(folder, mails.Select(mail => mail.ToAppend()), Ct).ToListAsync(Ct);
        Assert.All(added, one => Assert.Null(one.Refusal));
        return added.Select(one => one.Uid).ToArray();
    }

    public ValueTask<List<OutlookMessage>> ListAsync(MailQuery query, IMailboxEvents? events = null) =>
        Client.GetMailAsync(Session, query, events ?? new RecordedMailboxEvents(), Ct).ToListAsync(Ct);

    public async Task<List<string>> SubjectsAsync(MailQuery query, IMailboxEvents? events = null) =>
        (await ListAsync(query, events)).Select(message => message.Subject).ToList();

    public async ValueTask DisposeAsync()
    {
        if (Session.IsOpen)
        {
            await Client.DisconnectAsync(Session, forget: false, CancellationToken.None);
        }

        if (sandbox is not null)
        {
            await sandbox.DisposeAsync();
        }
    }
}

/// <summary>A message to be put into a folder.</summary>
internal sealed record TestMail(string Subject)
{
    public string Body { get; init; } = "body";

    public string From { get; init; } = "Bob <bob@contoso.test>";

    public string To { get; init; } = "ada@contoso.test";

    public string? MessageId { get; init; }

    public string? InReplyTo { get; init; }

    public string? References { get; init; }

    public string[] Flags { get; init; } = [];

    public DateTimeOffset? Received { get; init; }

    /// <summary>All of it, in place of the fields above.</summary>
    public string? Raw { get; init; }

    public AppendMessage ToAppend() => new(Encoding.UTF8.GetBytes((Raw ?? Text()).ReplaceLineEndings("\r\n"))) { Flags = Flags, InternalDate = Received };

    public static string Encoded(string text) => text.All(char.IsAscii) ? text : "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "?=";

    private string Text() =>
        $"From: {From}\nTo: {To}\nSubject: {Encoded(Subject)}\n"
        + (MessageId is null ? "" : $"Message-ID: <{MessageId}>\n")
        + (InReplyTo is null ? "" : $"In-Reply-To: <{InReplyTo}>\n")
        + (References is null ? "" : $"References: {References}\n")
        + $"Date: Fri, 20 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{Body}\n";
}

/// <summary>What work in a mailbox told.</summary>
internal sealed class RecordedMailboxEvents : IMailboxEvents
{
    public List<string> Plans { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<OutlookMailException> Failures { get; } = [];

    public List<(long Done, long? All)> Steps { get; } = [];

    public void Verbose(string text) => Plans.Add(text);

    public void Warning(string text) => Warnings.Add(text);

    public void Failed(OutlookMailException failure) => Failures.Add(failure);

    public void Progress(long done, long? all) => Steps.Add((done, all));
}
