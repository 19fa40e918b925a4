using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Clients that nobody here wrote, as witnesses: curl, msmtp, mbsync, and Python's imaplib and smtplib.</summary>
public sealed class ForeignClientTests : IAsyncLifetime
{
    private const string Imaplib = """
        import imaplib, os, ssl
        ctx = ssl.create_default_context(cafile=os.environ['CA'])
        c = imaplib.IMAP4_SSL('localhost', int(os.environ['IMAP']), ssl_context=ctx)
        auth = 'user=%s\x01auth=Bearer %s\x01\x01' % (os.environ['MAILUSER'], os.environ['TOKEN'])
        try:
            c.authenticate('XOAUTH2', lambda _: auth.encode())
            print(c.select('INBOX'))
            print(c.uid('SEARCH', None, 'SUBJECT', 'Hello'))
            print(c.uid('FETCH', '1', '(FLAGS ENVELOPE BODYSTRUCTURE)'))
            print(c.uid('FETCH', '1', '(BODY.PEEK[])')[1][0][1])
            print(c.append('"Sent Items"', '(\\Seen)', imaplib.Time2Internaldate(0), b'Subject: appended\r\n\r\nx\r\n'))
            print(c.list())
            c.close(); c.logout()
        except Exception as e:
            print('REFUSED', e)
        """;

    private const string Smtplib = """
        import base64, os, smtplib, ssl
        ctx = ssl.create_default_context(cafile=os.environ['CA'])
        s = smtplib.SMTP('localhost', int(os.environ['SMTP']))
        s.starttls(context=ctx)
        s.ehlo()
        auth = 'user=%s\x01auth=Bearer %s\x01\x01' % (os.environ['MAILUSER'], os.environ['TOKEN'])
        code, text = s.docmd('AUTH', 'XOAUTH2 ' + base64.b64encode(auth.encode()).decode())
        print(code, text)
        if code == 235:
            print(s.sendmail(os.environ['MAILUSER'], ['bob@contoso.test'], b'Subject: from smtplib\r\n\r\n.leading dot\r\n'))
            s.quit()
        """;

    private SandboxServer server = null!;
    private string directory = "";

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        directory = Directory.CreateTempSubdirectory("sandbox-witness-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "ca.pem"), server.Info.CertificateAuthorityPem);
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append("From: bob@contoso.test\r\nSubject: Hello\r\n\r\nBody of the mail\r\n");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Imaplib_reads_and_appends()
    {
        string output = await PythonAsync(Imaplib, "ada@contoso.test", server.IssueToken("ada@contoso.test"));
        Assert.Contains("('OK', [b'1'])", output);
        Assert.Contains("Body of the mail", output);
        Assert.Contains("APPENDUID", output);
        Assert.Single(server.Store.Mailbox("ada@contoso.test").Folder("Sent Items").Messages);
    }

    [Fact]
    public async Task Imaplib_reports_every_refusal()
    {
        foreach ((string user, string token, string expected) in new[]
        {
            ("ada@contoso.test", server.IssueToken("ada@contoso.test", audience: "https://graph.microsoft.com"), "REFUSED AUTHENTICATE failed."),
            ("ada@contoso.test", server.IssueToken("ada@contoso.test", lifetime: TimeSpan.FromSeconds(-1)), "REFUSED AUTHENTICATE failed."),
            ("bob@contoso.test", server.IssueToken("ada@contoso.test"), "User is authenticated but not connected."),
        })
        {
            Assert.Contains(expected, await PythonAsync(Imaplib, user, token));
        }
    }

    [Fact]
    public async Task Smtplib_submits_and_reports_refusals()
    {
        Assert.Contains("{}", await PythonAsync(Smtplib, "ada@contoso.test", server.IssueToken("ada@contoso.test")));
        SandboxMessage mail = Assert.Single(server.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
        Assert.EndsWith("\r\n\r\n.leading dot\r\n", Encoding.ASCII.GetString(mail.Bytes.Span));
        Assert.Contains("535 b'5.7.3", await PythonAsync(Smtplib, "bob@contoso.test", server.IssueToken("ada@contoso.test")));
        server.Faults.Next(OutlookSandboxFault.SmtpAuthDisabled);
        Assert.Contains("535 b'5.7.139", await PythonAsync(Smtplib, "ada@contoso.test", server.IssueToken("ada@contoso.test")));
    }

    [Fact]
    public async Task Curl_reads_over_imaps_and_sends_over_smtp()
    {
        string token = server.IssueToken("ada@contoso.test");
        (int code, string body) = await ForeignProgram.RunAsync("curl", ["-sS", "--cacert", Ca, "--login-options", "AUTH=XOAUTH2", "-u", "ada@contoso.test:", "--oauth2-bearer", token, $"imaps://localhost:{server.Info.ImapPort}/INBOX;UID=1"]);
        Assert.Equal((0, true), (code, body.Contains("Body of the mail", StringComparison.Ordinal)));

        string mail = Path.Combine(directory, "mail.eml");
        await File.WriteAllTextAsync(mail, "From: ada@contoso.test\r\nSubject: by curl\r\n\r\nText\r\n");
        (code, body) = await ForeignProgram.RunAsync("curl", ["-sS", "--cacert", Ca, "--ssl-reqd", "--login-options", "AUTH=XOAUTH2", "-u", "ada@contoso.test:", "--oauth2-bearer", token, "--mail-from", "ada@contoso.test", "--mail-rcpt", "bob@contoso.test", "-T", mail, $"smtp://localhost:{server.Info.SmtpPort}"]);
        Assert.Equal((0, ""), (code, body));
        Assert.Single(server.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
    }

    [Fact]
    public async Task Msmtp_submits_and_reports_a_refusal()
    {
        string mail = Path.Combine(directory, "mail.eml");
        await File.WriteAllTextAsync(mail, "From: ada@contoso.test\nSubject: by msmtp\n\nText\n");
        (int code, string output) = await ForeignMailClient.MsmtpAsync(server, Ca, "ada@contoso.test", mail, new() { ["TOKEN"] = server.IssueToken("ada@contoso.test") });
        Assert.Equal((0, ""), (code, output));
        Assert.Single(server.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);

        (code, output) = await ForeignMailClient.MsmtpAsync(server, Ca, "ada@contoso.test", mail, new() { ["TOKEN"] = server.IssueToken("bob@contoso.test") });
        Assert.NotEqual(0, code);
        Assert.Contains("5.7.3", output);
    }

    [Fact]
    public async Task Mbsync_fetches_a_mailbox()
    {
        string store = Directory.CreateDirectory(Path.Combine(directory, "md")).FullName;
        (int code, string output) = await ForeignMailClient.MbsyncAsync(server, Ca, "ada@contoso.test", store, new() { ["TOKEN"] = server.IssueToken("ada@contoso.test") });
        Assert.True(code == 0, output);
        string fetched = Assert.Single(Directory.EnumerateFiles(Path.Combine(store, "INBOX", "new")));
        Assert.Contains("Body of the mail", await File.ReadAllTextAsync(fetched));
    }

    [Fact]
    public async Task Curl_does_not_trust_the_sandbox_without_its_ca()
    {
        (int code, _) = await ForeignProgram.RunAsync("curl", ["-sS", $"{server.Info.Authority}/common/v2.0/.well-known/openid-configuration"]);
        Assert.Equal(60, code);
    }

    private string Ca => Path.Combine(directory, "ca.pem");

    private async Task<string> PythonAsync(string script, string user, string token)
    {
        (_, string output) = await ForeignProgram.RunAsync("python3", ["-c", script], new()
        {
            ["CA"] = Ca, ["IMAP"] = server.Info.ImapPort.ToString(), ["SMTP"] = server.Info.SmtpPort.ToString(), ["MAILUSER"] = user, ["TOKEN"] = token,
        });
        return output;
    }
}
