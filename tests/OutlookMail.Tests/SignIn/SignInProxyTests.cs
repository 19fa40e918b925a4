using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Identity;
using OutlookMail.Model;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>-Proxy: sign-in, Graph, IMAP and SMTP all go through it.</summary>
public class SignInProxyTests
{
    [Fact]
    public async Task Every_connection_goes_through_the_proxy_with_its_password()
    {
        await using var world = await StartAsync();
        using var proxy = new ForwardingProxy();
        var info = world.Sandbox.Info;

        var session = await world.SignInAsync(request => request.Proxy = proxy.Address);
        await world.Client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Subject = "x", Text = "x" }, Ct);
        await world.Client.GetAccessTokenAsync(session, OutlookTokenResource.Graph, Ct);
        var rows = await world.Client.TestPermissionsAsync(session, new PermissionTestRequest(), Ct).ToListAsync(Ct);

        Assert.Equal(OutlookPermissionStatus.Passed, rows.Single(row => row.Permission == "User.Read").Status);
        Assert.Contains(info.Authority["https://".Length..], proxy.Targets);
        Assert.Contains($"localhost:{info.ImapPort}", proxy.Targets);
        Assert.Contains($"localhost:{info.SmtpPort}", proxy.Targets);
    }

    public static TheoryData<string> TokenServices => ["GitHubActions", "AzurePipelines"];

    [Theory]
    [MemberData(nameof(TokenServices))]
    public async Task What_asks_a_pipelines_token_service_goes_through_the_proxy_too(string service)
    {
        await using var world = await StartAsync();
        using var proxy = new ForwardingProxy();
        // A web server that has no such token: the way to it is what is tried.
        var web = world.Sandbox.Info.WebPage.TrimEnd('/') + "/token";
        var client = new OutlookClient(world.Sandbox.Clock, name => name switch
        {
            "AZURE_CLIENT_ID" => world.Sandbox.Info.ClientId,
            "AZURE_TENANT_ID" => world.Sandbox.Info.Tenant,
            "ACTIONS_ID_TOKEN_REQUEST_URL" when service == "GitHubActions" => web,
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN" when service == "GitHubActions" => "job-token",
            "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID" when service == "AzurePipelines" => "connection",
            "SYSTEM_OIDCREQUESTURI" when service == "AzurePipelines" => web,
            "SYSTEM_ACCESSTOKEN" when service == "AzurePipelines" => "job-token",
            _ => null,
        });

        var request = new ConnectRequest
        {
            Authority = world.Sandbox.Info.Authority, CertificateAuthority = world.Sandbox.CertificateAuthority, NoStore = true, Mailbox = "ada@contoso.test", Proxy = proxy.Address,
        };
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(request, new RecordedEvents(_ => Task.CompletedTask), Ct));

        Assert.Contains(service + " gave no identity token", error.Message);
        Assert.Equal([new Uri(web).Authority], proxy.Targets);
    }

    // A server on this machine is never asked through the environment's proxy, so that no sandbox can show it.
    [Theory]
    [InlineData(null, "http://proxy.test:8080")]
    [InlineData("login.microsoftonline.com", null)]
    public void The_environments_own_proxy_is_for_the_cmdlets_that_manage_apps_too(string? noProxy, string? expected)
    {
        string? Variable(string name) => name switch { "OUTLOOKMAIL_PROXY" => "http://ada:secret@proxy.test:8080", "NO_PROXY" => noProxy, _ => null };

        var place = AppPlace.From(new AppRequest(), new StoreShelf(TimeProvider.System), TimeProvider.System, Variable);

        Assert.Equal(expected, place.Settings.Proxy?.ToString());
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_said_without_its_password()
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Proxy = "http://ada:s3cret-password@localhost:1"));

        Assert.Equal(ErrorIds.ConnectionFailed, error.ErrorId);
        Assert.DoesNotContain("s3cret-password", error.ToString());
    }

    [Theory]
    [InlineData("ftp://proxy:1")]
    [InlineData("proxy:8080")]
    [InlineData("http://ada:s3cret-password@")]
    public async Task An_address_that_is_none_is_ProxyInvalid(string address)
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Proxy = address));

        Assert.Equal(ErrorIds.ProxyInvalid, error.ErrorId);
        Assert.DoesNotContain("s3cret-password", error.ToString());
    }

    [Fact]
    public async Task None_goes_straight_whatever_the_environment_says()
    {
        await using var world = await StartAsync();
        var client = new OutlookClient(world.Sandbox.Clock, name => name == "OUTLOOKMAIL_PROXY" ? "http://localhost:1" : null);

        var session = await client.ConnectAsync(new ConnectRequest { Sandbox = world.Sandbox.Info, Proxy = "none" }, new RecordedEvents(_ => Task.CompletedTask), Ct);

        Assert.True(session.IsOpen);
    }

    [Fact]
    public void The_proxys_text_never_holds_its_password() =>
        Assert.Equal("http://proxy.test:8080", EntraProxy.Parse("http://ada:secret@proxy.test:8080").ToString());
}
