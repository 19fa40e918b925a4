using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>The pages for people, over HTTP.</summary>
public sealed class WebPageTests : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private SandboxServer server = null!;

    public async ValueTask InitializeAsync() => server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("", "A mail tenant of your own")]
    [InlineData("mail", "ada@contoso.test")]
    [InlineData("device", "Enter code to allow access")]
    [InlineData("apps", "OutlookMail SANDBOX app")]
    [InlineData("log", "Requests")]
    [InlineData("faults", "DropMidFetch")]
    public async Task Pages_say_sandbox_and_allow_nothing_from_elsewhere(string path, string expected)
    {
        using HttpResponseMessage page = await http.GetAsync($"{server.Info.WebPage}/{path}");
        string html = await page.Content.ReadAsStringAsync();
        Assert.Contains("<strong>SANDBOX</strong>", html);
        Assert.Contains(expected, html);
        Assert.StartsWith("default-src 'none';", page.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task A_mail_is_shown_in_a_frame_that_runs_nothing()
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(
            "From: <script>x@y.test\r\nSubject: <b>bold</b>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><img src=https://tracker.test/x.png>\r\n");
        string page = await http.GetStringAsync($"{server.Info.WebPage}/mail?uid=1");
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt;", page);
        Assert.Contains("<iframe title=\"Message text\" sandbox=\"\"", page);
        using HttpResponseMessage frame = await http.GetAsync($"{server.Info.WebPage}/mail/html?mailbox=ada%40contoso.test&folder=INBOX&uid=1");
        Assert.StartsWith("sandbox; default-src 'none'; img-src data:;", frame.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task A_form_of_another_page_is_not_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Info.WebPage + "/faults") { Content = new FormUrlEncodedContent([new("fault", "Slow"), new("count", "5")]) };
        request.Headers.Add("Origin", "http://localhost:1");
        using HttpResponseMessage refused = await http.SendAsync(request);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Empty(server.Faults.Current);
    }

    [Fact]
    public async Task Faults_and_clock_are_set_by_their_forms()
    {
        using HttpResponseMessage set = await http.PostAsync(server.Info.WebPage + "/faults", new FormUrlEncodedContent([new("fault", "DropAfterDot"), new("count", "2")]));
        Assert.Equal(303, (int)set.StatusCode);
        Assert.Equal((OutlookSandboxFault.DropAfterDot, 2, 0d), Assert.Single(server.Faults.Current));
        await http.PostAsync(server.Info.WebPage + "/faults", new FormUrlEncodedContent([new("fault", "DropAfterDot"), new("percent", "25")]));
        Assert.Equal((OutlookSandboxFault.DropAfterDot, 2, 0.25), Assert.Single(server.Faults.Current));
        using HttpResponseMessage refused = await http.PostAsync(server.Info.WebPage + "/faults", new FormUrlEncodedContent([new("fault", "DropAfterDot"), new("percent", "101")]));
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("next 2, then 25 %", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await http.PostAsync(server.Info.WebPage + "/faults", new FormUrlEncodedContent([new("minutes", "61")]));
        Assert.Equal(TimeSpan.FromMinutes(61), server.Clock.Offset);
    }

    [Fact]
    public async Task Requests_are_kept_as_objects_without_secrets()
    {
        string token = server.IssueToken("ada@contoso.test");
        await using (SandboxWire wire = await SandboxWire.SignedInImapAsync(server, token: token))
        {
            await wire.LastOfAsync("2 SELECT Nowhere");
            await wire.LastOfAsync("3 LOGOUT");
        }

        Assert.Contains(server.Requests, r => r is { Service: "IMAP", Request: "SELECT", Answer: "NO Nowhere doesn't exist.", User: "ada@contoso.test" });
        Assert.DoesNotContain(server.Requests, r => r.ToString().Contains(token, StringComparison.Ordinal));
        Assert.Contains("Nowhere doesn", await http.GetStringAsync(server.Info.WebPage + "/log"));
    }
}
