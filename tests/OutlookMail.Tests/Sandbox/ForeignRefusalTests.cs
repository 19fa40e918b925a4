using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using OutlookMail.Sandbox;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Sandbox;

/// <summary>
/// Each foreign client meets each refusal that it can meet, and reports it in the words that the table of docs/sandbox.md
/// has in its cell; a cell with a dash is one that it cannot meet.
/// </summary>
public sealed class ForeignRefusalTests : IAsyncLifetime
{
    private const string Ada = "ada@contoso.test";

    private const string Imaplib = """
        import imaplib, os, ssl
        c = imaplib.IMAP4_SSL('localhost', int(os.environ['IMAP']), ssl_context=ssl.create_default_context(cafile=os.environ['CA']))
        try:
            c.authenticate('XOAUTH2', lambda _: ('user=%s\x01auth=Bearer %s\x01\x01' % (os.environ['MAILUSER'], os.environ['TOKEN'])).encode())
            c.select('INBOX')
        except imaplib.IMAP4.error as e:
            raise SystemExit(str(e))
        """;

    private const string Smtplib = """
        import os, smtplib, ssl
        s = smtplib.SMTP('localhost', int(os.environ['SMTP']))
        s.starttls(context=ssl.create_default_context(cafile=os.environ['CA']))
        s.ehlo()
        try:
            s.auth('XOAUTH2', lambda challenge=None: 'user=%s\x01auth=Bearer %s\x01\x01' % (os.environ['MAILUSER'], os.environ['TOKEN']))
            s.sendmail(os.environ['MAILUSER'], ['bob@contoso.test'], b'Subject: s\r\n\r\nx\r\n')
        except smtplib.SMTPException as e:
            raise SystemExit(str(e))
        """;

    private SandboxServer server = null!;
    private string directory = "";
    private readonly List<SandboxWire> held = [];

    /// <summary>Witness, refusal and what is reported, from the page.</summary>
    public static TheoryData<string, string, string> Cells
    {
        get
        {
            string[][] rows = [.. File.ReadLines(Path.Combine(Servers.RepositoryRoot, "docs", "sandbox.md")).SkipWhile(l => !l.StartsWith("| Witness |", StringComparison.Ordinal))
                .TakeWhile(l => l.StartsWith('|')).Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
            var cells = new TheoryData<string, string, string>();
            foreach (string[] row in rows.Skip(2))
            {
                for (int column = 1; column < row.Length; column++)
                {
                    if (row[column] != "-")
                    {
                        cells.Add(row[0], rows[0][column], row[column].Trim('`'));
                    }
                }
            }

            return cells;
        }
    }

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        directory = Directory.CreateTempSubdirectory("sandbox-refusal-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "ca.pem"), server.Info.CertificateAuthorityPem);
        await File.WriteAllTextAsync(Path.Combine(directory, "mail.eml"), "From: ada@contoso.test\nSubject: s\n\nText\n");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SandboxWire wire in held)
        {
            await wire.DisposeAsync();
        }

        await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_foreign_client_reports_the_refusal(string witness, string refusal, string reported)
    {
        (int code, string output) = witness == "MSAL.NET" ? await MsalAsync(refusal) : await RunAsync(witness, await TokenAsync(refusal));
        Assert.NotEqual(0, code);
        Assert.Contains(reported, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl imaps")]
    [InlineData("curl smtp")]
    [InlineData("imaplib")]
    [InlineData("smtplib")]
    [InlineData("mbsync")]
    [InlineData("msmtp")]
    public async Task Without_a_refusal_the_same_call_succeeds(string witness)
    {
        (int code, string output) = await RunAsync(witness, server.IssueToken(Ada));
        Assert.True(code == 0, output);
    }

    private async Task<string> TokenAsync(string refusal)
    {
        switch (refusal)
        {
            case "wrong audience":
                return server.IssueToken(Ada, audience: "https://graph.microsoft.com");
            case "expired token":
                return server.IssueToken(Ada, lifetime: TimeSpan.FromSeconds(-1));
            case "another user's token":
                return server.IssueToken("bob@contoso.test");
            case "missing consent":
                return server.IssueToken(Ada, scopes: ["User.Read"]);
            case "SMTP AUTH off":
                server.Exchange.SmtpClientAuthenticationDisabled = true;
                break;
            case "4th SMTP connection":
                for (int i = 0; i < 3; i++)
                {
                    held.Add(await SandboxWire.SignedInSmtpAsync(server));
                }

                break;
            default:
                Assert.Fail("No such refusal: " + refusal);
                break;
        }

        return server.IssueToken(Ada);
    }

    private async Task<(int Code, string Output)> RunAsync(string witness, string token)
    {
        string ca = Path.Combine(directory, "ca.pem");
        string mail = Path.Combine(directory, "mail.eml");
        Dictionary<string, string> environment = new()
        {
            ["CA"] = ca, ["IMAP"] = server.Info.ImapPort.ToString(), ["SMTP"] = server.Info.SmtpPort.ToString(), ["MAILUSER"] = Ada, ["TOKEN"] = token,
        };
        string config = Path.Combine(directory, "curlrc");
        await File.WriteAllTextAsync(config, $"silent\nshow-error\nverbose\ncacert = \"{ca}\"\nlogin-options = \"AUTH=XOAUTH2\"\nuser = \"{Ada}:\"\noauth2-bearer = \"{token}\"\n");
        switch (witness)
        {
            case "curl imaps":
                return await ForeignProgram.RunAsync("curl", ["-K", config, "-X", "NOOP", $"imaps://localhost:{server.Info.ImapPort}/INBOX"]);
            case "curl smtp":
                return await ForeignProgram.RunAsync("curl", ["-K", config, "--ssl-reqd", "--mail-from", Ada, "--mail-rcpt", "bob@contoso.test", "-T", mail, $"smtp://localhost:{server.Info.SmtpPort}"]);
            case "imaplib":
                return await ForeignProgram.RunAsync("python3", ["-c", Imaplib], environment);
            case "smtplib":
                return await ForeignProgram.RunAsync("python3", ["-c", Smtplib], environment);
            case "msmtp":
                return await ForeignMailClient.MsmtpAsync(server, ca, Ada, mail, environment);
            default:
                return await ForeignMailClient.MbsyncAsync(server, ca, Ada, Directory.CreateDirectory(Path.Combine(directory, "md")).FullName, environment);
        }
    }

    // A client of Entra sees neither mailboxes nor servers: what it can meet is what the token endpoint refuses.
    private async Task<(int Code, string Output)> MsalAsync(string refusal)
    {
        string[] mail = ["https://outlook.office.com/IMAP.AccessAsUser.All"];
        IPublicClientApplication app = SandboxGraph.PublicApp(server, server.Info.ClientId);
        try
        {
            switch (refusal)
            {
                case "wrong audience":
                    await app.AcquireTokenWithDeviceCode([.. mail, "https://graph.microsoft.com/User.Read"], _ => Task.CompletedTask).ExecuteAsync();
                    break;
                case "missing consent":
                    AuthenticationResult signedIn = await app.AcquireTokenWithDeviceCode(mail, _ => Task.CompletedTask).ExecuteAsync();
                    await app.AcquireTokenSilent(["Mail.Send"], signedIn.Account).ExecuteAsync();
                    break;
                default:
                    AuthenticationResult first = await app.AcquireTokenWithDeviceCode(mail, _ => Task.CompletedTask).ExecuteAsync();
                    server.Clock.Advance(TimeSpan.FromDays(91));
                    await app.AcquireTokenSilent(mail, first.Account).WithForceRefresh(true).ExecuteAsync();
                    break;
            }

            return (0, "");
        }
        catch (MsalServiceException e)
        {
            return (1, e.Message);
        }
    }
}
