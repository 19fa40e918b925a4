using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Sandbox;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client;

/// <summary>Every flow of Connect-OutlookMailbox, from its request to mail on the wire, at the sandbox.</summary>
public class FlowTests
{
    [Fact]
    public async Task In_the_browser_a_person_signs_in_and_reads_mail()
    {
        await using var world = await StartAsync();
        using var browser = new HttpClient();

        var session = await world.SignInAsync(request =>
        {
            request.Interactive = true;
            request.OpenBrowser = page => BrowseAsync(browser, page);
        });

        Assert.Equal("Browser", session.SignIn);
        Assert.Equal(0, await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task A_blocked_device_code_goes_on_in_the_browser_and_says_why()
    {
        await using var world = await StartAsync();
        world.Sandbox.ConditionalAccess.BlockDeviceCode = true;
        using var browser = new HttpClient();
        var events = new RecordedEvents(_ => Task.CompletedTask);
        var request = new ConnectRequest { Sandbox = world.Sandbox.Info, CanOpenBrowser = true, OpenBrowser = page => BrowseAsync(browser, page) };

        var session = await world.Client.ConnectAsync(request, events, Ct);

        Assert.Equal("Browser", session.SignIn);
        Assert.Contains(events.Warnings, warning => warning.Contains("blocks device codes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_blocked_device_code_without_a_browser_names_the_policy()
    {
        await using var world = await StartAsync();
        world.Sandbox.ConditionalAccess.BlockDeviceCode = true;

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync());

        Assert.Equal(ErrorIds.DeviceCodeBlocked, error.ErrorId);
        Assert.Contains("Conditional Access", error.Fix);
    }

    [Fact]
    public async Task An_app_with_a_secret_opens_the_mailbox_it_was_given_and_proves_its_roles()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync("bob@contoso.test");

        var session = await world.SignInAsync(request =>
        {
            request.ClientId = appId;
            request.ClientSecret = Secure(secret);
            request.Mailbox = "bob@contoso.test";
        });
        var rows = await world.Client.TestPermissionsAsync(session, new PermissionTestRequest(), Ct).Where(row => row.Kind == OutlookPermissionRowKind.Permission).ToListAsync(Ct);
        var sent = await world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "x", Text = "x" }, Ct);

        Assert.Equal("ClientSecret", session.SignIn);
        Assert.Equal(["IMAP.AccessAsApp", "SMTP.SendAsApp"], rows.Select(row => row.Permission));
        Assert.All(rows, row => Assert.True(row.Status == OutlookPermissionStatus.Passed && row.InToken == true, $"{row}: {row.Evidence}"));
        Assert.Equal("bob@contoso.test", sent.From);
    }

    [Fact]
    public async Task An_app_with_a_certificate_file_signs_in_too()
    {
        await using var world = await StartAsync();
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var session = await world.SignInAsync(await world.DaemonWithFileAsync("bob@contoso.test", folder));

            Assert.Equal("Certificate", session.SignIn);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_app_without_rights_to_the_mailbox_is_told_about_the_mailbox_and_not_about_the_token()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync("bob@contoso.test");

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request =>
        {
            request.ClientId = appId;
            request.ClientSecret = Secure(secret);
            request.Mailbox = "ada@contoso.test";
        }));

        Assert.Equal(ErrorIds.AuthenticatedNotConnected, error.ErrorId);
    }

    [Fact]
    public async Task A_wrong_secret_is_named_and_never_shown()
    {
        await using var world = await StartAsync();
        var (appId, _) = await world.DaemonAsync("bob@contoso.test");

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request =>
        {
            request.ClientId = appId;
            request.ClientSecret = Secure("wrong-secret-value-9871");
            request.Mailbox = "bob@contoso.test";
        }));

        Assert.Equal(ErrorIds.SignInFailed, error.ErrorId);
        Assert.Contains("7000215", error.Message);
        Assert.DoesNotContain("wrong-secret-value-9871", error.ToString());
    }

    [Fact]
    public async Task An_app_for_itself_needs_a_mailbox()
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.ClientSecret = Secure("any")));

        Assert.Equal(ErrorIds.MailboxRequired, error.ErrorId);
    }

    [Fact]
    public async Task The_environment_signs_in_by_itself_and_Verbose_says_which_variables_won()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync("bob@contoso.test");
        var info = world.Sandbox.Info;
        var client = new OutlookClient(world.Sandbox.Clock, name => name switch
        {
            "AZURE_CLIENT_ID" => appId,
            "AZURE_TENANT_ID" => info.Tenant,
            "AZURE_CLIENT_SECRET" => secret,
            _ => null,
        });

        var session = await client.ConnectAsync(
            new ConnectRequest
            {
                Authority = info.Authority,
                ImapPort = info.ImapPort,
                SmtpPort = info.SmtpPort,
                Mailbox = "bob@contoso.test",
                NoStore = true,
                CanInteract = false,
                CertificateAuthority = world.Sandbox.CertificateAuthority,
            },
            NoCode,
            Ct);

        Assert.Equal("ClientSecret", session.SignIn);
        Assert.Equal(appId, session.ClientId);
    }

    // The page's own script would submit its form: the sandbox approves its own sign-ins.
    private static async Task BrowseAsync(HttpClient browser, Uri page)
    {
        var html = await browser.GetStringAsync(page, Ct);
        var action = WebUtility.HtmlDecode(Regex.Match(html, "<form method=\"post\" action=\"([^\"]+)\" data-submit>").Groups[1].Value);
        var fields = Regex.Matches(html, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
            .Select(match => KeyValuePair.Create(WebUtility.HtmlDecode(match.Groups[1].Value), WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var form = new FormUrlEncodedContent(fields);
        (await browser.PostAsync(action, form, Ct)).Dispose();
    }
}
