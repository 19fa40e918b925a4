using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class WebAppSignInTests
{
    private const string Redirect = "https://app.contoso.test/admin/settings/mail/oauth2";

    private static readonly string[] Mail = MailScopes.Delegated(new CloudEndpoints());
    private static readonly AppCredential Credential = AppCredential.Secret(new SecretValue("web-secret-that-is-secret"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Dictionary<string, string> Query(Uri uri) =>
        uri.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]), StringComparer.Ordinal);

    [Fact]
    public async Task The_code_is_redeemed_with_the_verifier_and_the_apps_credential_and_the_account_is_kept()
    {
        var entra = new ScriptedEntra().GivesToken();
        var store = TokenStore.InMemory();
        using var web = new WebAppSignIn(entra.Settings(store, "ada@contoso.test"), Credential, Redirect);

        var request = await web.BeginAsync(Mail, ["https://graph.test/User.Read"], Ct);
        var query = Query(request.Address);
        Assert.Equal(("code", Redirect, "S256", "ada@contoso.test"), (query["response_type"], query["redirect_uri"], query["code_challenge_method"], query["login_hint"]));
        Assert.Contains("https://graph.test/User.Read", query["scope"].Split(' '));
        Assert.True(query["state"].Length >= 20);

        var answer = await web.CompleteAsync(request, new Uri($"{Redirect}?code=code-that-is-secret&state={query["state"]}&session_state=x"), Ct);

        Assert.Equal("ada@contoso.test", answer.Username);
        var token = Assert.Single(entra.Requests);
        Assert.Equal("code-that-is-secret", token.Field("code"));
        Assert.Equal("web-secret-that-is-secret", token.Field("client_secret"));
        Assert.Equal(query["code_challenge"], Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(token.Field("code_verifier")!))).TrimEnd('=').Replace('+', '-').Replace('/', '_'));

        using var later = new WebAppSignIn(entra.Settings(store), Credential, Redirect);
        Assert.True((await later.SilentAsync(Mail, null, false, Ct))!.FromCache);
        entra.GivesToken(accessToken: "second-token");
        Assert.Equal("second-token", (await later.SilentAsync(Mail, "ada@contoso.test", true, Ct))!.AccessToken);
        Assert.Equal("web-secret-that-is-secret", entra.Requests[1].Field("client_secret"));
        await later.RemoveAsync("ada@contoso.test", Ct);
        Assert.Empty(await web.AccountsAsync(Ct));
    }

    [Theory]
    [InlineData("?error=access_denied&error_description=AADSTS65004%3a+User+declined.&state={0}", SignInFailure.Declined, "access_denied")]
    [InlineData("?error=invalid_request&error_description=AADSTS50011%3a+The+redirect+URI+does+not+match.&state={0}", SignInFailure.Refused, "invalid_request")]
    [InlineData("?error=interaction_required&state={0}", SignInFailure.InteractionRequired, "interaction_required")]
    [InlineData("?code=c&state=another", SignInFailure.InvalidAnswer, "invalid_answer")]
    [InlineData("?code=c", SignInFailure.InvalidAnswer, "invalid_answer")]
    [InlineData("?state={0}", SignInFailure.InvalidAnswer, "invalid_answer")]
    [InlineData("/other?code=c&state={0}", SignInFailure.InvalidAnswer, "invalid_answer")]
    public async Task An_answer_without_a_fitting_code_redeems_nothing(string end, SignInFailure failure, string error)
    {
        var entra = new ScriptedEntra();
        using var web = new WebAppSignIn(entra.Settings(), Credential, Redirect);
        var request = await web.BeginAsync(Mail, [], Ct);

        var e = await Assert.ThrowsAsync<SignInException>(() => web.CompleteAsync(request, new Uri(Redirect + string.Format(end, Query(request.Address)["state"])), Ct));

        Assert.Equal((failure, error), (e.Failure, e.Error));
        Assert.Empty(entra.Requests);
    }

    [Fact]
    public async Task An_answer_at_another_host_is_not_taken()
    {
        using var web = new WebAppSignIn(new ScriptedEntra().Settings(), Credential, Redirect);
        var request = await web.BeginAsync(Mail, [], Ct);

        await Assert.ThrowsAsync<SignInException>(() => web.CompleteAsync(request, new Uri($"https://evil.test/admin/settings/mail/oauth2?code=c&state={Query(request.Address)["state"]}"), Ct));
    }

    [Fact]
    public async Task On_loopback_the_answer_is_waited_for_and_other_requests_are_not_it()
    {
        var entra = new ScriptedEntra().GivesToken();
        var redirect = $"http://localhost:{FreePort()}/signin";
        using var web = new WebAppSignIn(entra.Settings(), Credential, redirect);

        var answer = await web.WithBrowserAsync(Mail, new BrowserSignIn
        {
            Open = async address =>
            {
                using var browser = new HttpClient();
                using var icon = await browser.GetAsync(new Uri(new Uri(redirect), "/favicon.ico"), Ct);
                Assert.Equal(HttpStatusCode.NotFound, icon.StatusCode);
                using var page = await browser.GetAsync(new Uri($"{redirect}?code=c&state={Query(address)["state"]}"), Ct);
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            },
        }, Ct);

        Assert.Equal("ada@contoso.test", answer.Username);
        Assert.Equal(redirect, Assert.Single(entra.Requests).Field("redirect_uri"));
    }

    [Fact]
    public async Task The_wait_on_loopback_can_be_cancelled_and_gives_its_port_back()
    {
        var port = FreePort();
        using var web = new WebAppSignIn(new ScriptedEntra().Settings(), Credential, $"http://localhost:{port}/");
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => web.WithBrowserAsync(Mail, new BrowserSignIn { Open = _ => cancel.CancelAsync() }, cancel.Token));

        using var again = new HttpListener { Prefixes = { $"http://localhost:{port}/" } };
        again.Start();
        var e = await Assert.ThrowsAsync<SignInException>(() => web.WithBrowserAsync(Mail, new BrowserSignIn { Open = _ => Task.CompletedTask }, Ct));
        Assert.Equal(SignInFailure.BrowserUnavailable, e.Failure);
    }

    [Theory]
    [InlineData("http://app.contoso.test/in", "invalid_redirect_uri")]
    [InlineData("in", "invalid_redirect_uri")]
    public void A_redirect_address_in_clear_text_is_refused(string redirect, string error) =>
        Assert.Equal(error, Assert.Throws<SignInException>(() => new WebAppSignIn(new ScriptedEntra().Settings(), Credential, redirect)).Error);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
