using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.TestServers;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.RealServers;

/// <summary>The main job on servers that are not ours: oidc-provider gives the token, Dovecot and Postfix take it.</summary>
public sealed class MainJobTests(Servers servers) : IClassFixture<Servers>
{
    private readonly OutlookClient client = new(TimeProvider.System, _ => null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_code_sign_in_sends_a_mail_and_reads_it_back()
    {
        servers.Require();
        var session = await SignInAsync("alice@contoso.test");
        var subject = "Grüße " + Guid.NewGuid();
        var path = Path.Combine(servers.Root, "numbers.bin");
        var bytes = Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7)).ToArray();
        await File.WriteAllBytesAsync(path, bytes, Ct);

        var sent = await client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test", "Alice <alice@contoso.test>"], Subject = subject, Text = ".\nÄ line\n..\n", AttachmentPaths = [path] }, Ct);
        Assert.Equal(OutlookSendState.Sent, sent.State);
        Assert.All(sent.Recipients, one => Assert.True(one.Accepted));

        var message = await ArrivedAsync(session, subject);
        Assert.Equal("alice@contoso.test", message.From?.Address);
        Assert.Equal(sent.MessageId, message.MessageId);
        Assert.True(message.HasAttachment);

        var content = await client.GetContentAsync([message], Ct).SingleAsync(Ct);
        Assert.Equal(".\nÄ line\n..\n", content.Text?.Replace("\r\n", "\n"));
        using var copy = new MemoryStream();
        await using (var attachment = content.Attachments.Single().OpenRead())
        {
            await attachment.CopyToAsync(copy, Ct);
        }

        Assert.Equal(bytes, copy.ToArray());

        var saved = await client.SaveMailAsync([message], new SaveMailRequest(Path.Combine(servers.Root, "saved")), Ct).SingleAsync(Ct);
        Assert.Equal(saved.Length, new FileInfo(saved.Path).Length);
        Assert.Equal(message.Size, saved.Length);
        await client.DisconnectAsync(session, forget: true, Ct);
    }

    [Fact]
    public async Task Permissions_are_proved_where_the_server_lets_them_and_NotTested_where_there_is_no_Graph()
    {
        servers.Require();
        var session = await SignInAsync("bob@contoso.test");

        var rows = await client.TestPermissionsAsync(session, new PermissionTestRequest(), Ct).ToDictionaryAsync(row => row.Permission, row => row.Status, cancellationToken: Ct);

        Assert.Equal(OutlookPermissionStatus.Passed, rows["email"]);
        Assert.Equal(OutlookPermissionStatus.Passed, rows["offline_access"]);
        Assert.Equal(OutlookPermissionStatus.Passed, rows["IMAP.AccessAsUser.All"]);
        Assert.Equal(OutlookPermissionStatus.Passed, rows["SMTP.Send"]);
        Assert.Equal(OutlookPermissionStatus.NotTested, rows["User.Read"]);
    }

    [Fact]
    public async Task The_way_to_foreign_servers_passes_stage_by_stage()
    {
        servers.Require();
        var session = await SignInAsync("bob@contoso.test");

        var rows = await client.TestConnectionAsync(session, new ConnectionTestRequest { Services = [OutlookConnectionService.Imap, OutlookConnectionService.Smtp] }, Ct).ToListAsync(Ct);

        Assert.Equal(12, rows.Count);
        Assert.All(rows, row => Assert.True(row.Status == OutlookPermissionStatus.Passed, $"{row}: {row.Evidence}"));
    }

    [Fact]
    public async Task The_second_sign_in_is_silent()
    {
        servers.Require();
        RequireEncryptedStore();
        var store = Path.Combine(servers.Root, "accounts-" + Guid.NewGuid());
        await SignInAsync("alice@contoso.test", store);

        var events = new RecordedEvents(_ => throw new InvalidOperationException("A code was asked for."));
        var session = await client.ConnectAsync(Request(store), events, Ct);

        Assert.Equal("alice@contoso.test", session.Account);
        Assert.Empty(events.Codes);
    }

    [Fact]
    public async Task A_kept_sign_in_is_listed_until_it_is_removed()
    {
        servers.Require();
        RequireEncryptedStore();
        var store = Path.Combine(servers.Root, "accounts-" + Guid.NewGuid());
        await SignInAsync("alice@contoso.test", store);

        var kept = Assert.Single(await client.GetAccountsAsync(store, Ct));
        await client.RemoveAccountAsync("alice@contoso.test", null, store, Ct);
        var silent = Request(store);
        silent.Silent = true;
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(silent, Silent, Ct));

        var again = await SignInAsync("alice@contoso.test", Path.Combine(servers.Root, "accounts-forgotten"));
        await client.DisconnectAsync(again, forget: true, Ct);

        Assert.Empty(await client.GetAccountsAsync(Path.Combine(servers.Root, "accounts-forgotten"), Ct));
        Assert.Equal("alice@contoso.test", kept.Account);
        Assert.Equal(servers.ClientId, kept.ClientId);
        Assert.True(kept.EndsIfUnusedOn > kept.LastUsedOn.AddDays(80));
        Assert.Empty(await client.GetAccountsAsync(store, Ct));
        Assert.Equal(ErrorIds.SignInRequired, error.ErrorId);
    }

    [Fact]
    public async Task A_declined_sign_in_says_so()
    {
        servers.Require();
        var events = new RecordedEvents(code => DevicePage.AnswerAsync(code.VerificationUri, code.UserCode, "alice@contoso.test", approve: false, servers.CertificateAuthority));

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(Request(null), events, Ct));

        Assert.Equal(ErrorIds.SignInDeclined, error.ErrorId);
    }

    [Fact]
    public async Task An_expired_token_is_named_as_such()
    {
        servers.Require();
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(TokenRequest("alice@contoso.test", servers.TokenAsync("alice@contoso.test", -60).Result), Silent, Ct));

        Assert.Equal(ErrorIds.AccessTokenExpired, error.ErrorId);
    }

    [Fact]
    public async Task A_token_that_the_server_does_not_take_is_AuthenticationRejected()
    {
        servers.Require();
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(TokenRequest("alice@contoso.test", "not-a-token"), Silent, Ct));

        Assert.Equal(ErrorIds.AuthenticationRejected, error.ErrorId);
    }

    [Fact]
    public async Task Another_CA_is_TlsFailed_and_nothing_is_sent()
    {
        servers.Require();
        var request = TokenRequest("alice@contoso.test", await servers.TokenAsync("alice@contoso.test"));
        request.CertificateAuthority = null;

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(request, Silent, Ct));

        Assert.Equal(ErrorIds.TlsFailed, error.ErrorId);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_ConnectionFailed()
    {
        servers.Require();
        var request = TokenRequest("alice@contoso.test", await servers.TokenAsync("alice@contoso.test"));
        request.ImapPort = 1;

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(request, Silent, Ct));

        Assert.Equal(ErrorIds.ConnectionFailed, error.ErrorId);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_FolderNotFound_and_the_session_goes_on()
    {
        servers.Require();
        var session = await client.ConnectAsync(TokenRequest("alice@contoso.test", await servers.TokenAsync("alice@contoso.test")), Silent, Ct);

        var error = await Assert.ThrowsAsync<OutlookMailException>(async () => await client.GetMailAsync(session, new MailQuery { Folder = "No such folder" }, Ct).CountAsync(Ct));

        Assert.Equal(ErrorIds.FolderNotFound, error.ErrorId);
        Assert.Equal("No such folder", error.Target);
        await client.GetMailAsync(session, new MailQuery { First = 1 }, Ct).CountAsync(Ct);
    }

    [Fact]
    public async Task A_recipient_that_nobody_is_keeps_the_others_and_is_named()
    {
        servers.Require();
        var session = await client.ConnectAsync(TokenRequest("alice@contoso.test", await servers.TokenAsync("alice@contoso.test")), Silent, Ct);

        var sent = await client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test", "nobody@contoso.test"], Subject = "partly", Text = "x" }, Ct);
        var none = await Assert.ThrowsAsync<OutlookMailException>(() => client.SendMailAsync(session, new MailDraft { To = ["nobody@contoso.test"], Subject = "none", Text = "x" }, Ct));

        Assert.Equal(["bob@contoso.test"], sent.Recipients.Where(one => one.Accepted).Select(one => one.Address));
        Assert.Equal(ErrorIds.RecipientRejected, none.ErrorId);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_written_is_not_sent()
    {
        servers.Require();
        var session = await client.ConnectAsync(TokenRequest("alice@contoso.test", await servers.TokenAsync("alice@contoso.test")), Silent, Ct);
        var drafts = new Dictionary<string, MailDraft>
        {
            [ErrorIds.AttachmentNotReadable] = new() { To = ["bob@contoso.test"], Text = "x", AttachmentPaths = [Path.Combine(servers.Root, "no such file")] },
            [ErrorIds.AddressInvalid] = new() { To = ["bob@contoso.test\r\nRCPT TO:<eve@contoso.test>"], Text = "x" },
            [ErrorIds.HeaderInvalid] = new() { To = ["bob@contoso.test"], Subject = "a\r\nBcc: eve@contoso.test", Text = "x" },
            [ErrorIds.NoRecipients] = new() { Text = "x" },
        };

        foreach (var (id, draft) in drafts)
        {
            var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.SendMailAsync(session, draft, Ct));
            Assert.Equal(id, error.ErrorId);
        }
    }

    [Fact]
    public async Task Submission_under_TLS_from_the_first_octet_works_as_STARTTLS_does()
    {
        servers.Require();
        var request = TokenRequest("alice@contoso.test", await servers.TokenAsync("alice@contoso.test"));
        request.SmtpPort = servers.SmtpsPort;
        request.SmtpImplicitTls = true;
        request.ImapPort = servers.ImapStartTlsPort;
        request.ImapStartTls = true;
        var session = await client.ConnectAsync(request, Silent, Ct);

        var sent = await client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Subject = "implicit", Text = "x" }, Ct);

        Assert.Equal(OutlookSendState.Sent, sent.State);
    }

    private static void RequireEncryptedStore()
    {
        if (LibraryFlavour.IsNetStandard)
        {
            Assert.Skip("This flavour keeps sign-ins with DPAPI, which is on Windows only.");
        }
    }

    private static RecordedEvents Silent => new(_ => throw new InvalidOperationException("A code was asked for."));

    private Task<OutlookSession> SignInAsync(string user, string? store = null) => client.ConnectAsync(
        Request(store),
        new RecordedEvents(code => DevicePage.AnswerAsync(code.VerificationUri, code.UserCode, user, approve: true, servers.CertificateAuthority)),
        Ct);

    private ConnectRequest Request(string? store) => new()
    {
        Authority = servers.Entra,
        Tenant = servers.Tenant,
        ClientId = servers.ClientId,
        ImapServer = "localhost",
        ImapPort = servers.ImapsPort,
        SmtpServer = "localhost",
        SmtpPort = servers.SmtpStartTlsPort,
        CertificateAuthority = servers.CertificateAuthority,
        StoreFolder = store,
        NoStore = store is null,
    };

    private ConnectRequest TokenRequest(string user, string token)
    {
        var request = Request(null);
        request.Account = user;
        request.AccessToken = new NetworkCredential("", token).SecurePassword;
        return request;
    }

    // Postfix hands over to Dovecot in its own time; the server is asked again until the mail is there.
    private async Task<OutlookMessage> ArrivedAsync(OutlookSession session, string subject)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await client.GetMailAsync(session, new MailQuery { Subject = subject, First = 1 }, Ct).FirstOrDefaultAsync(Ct) is { } message)
            {
                return message;
            }

            await Task.Delay(50, Ct);
        }

        throw new TimeoutException("The mail did not arrive in 10 seconds.");
    }
}
