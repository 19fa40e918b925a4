using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>The browser is a client of ours here: it reads the address it is given and brings an answer to loopback.</summary>
public sealed class BrowserSignInTests
{
    private static readonly string[] Mail = MailScopes.Delegated(new CloudEndpoints());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task Answer(Uri authorize, Action<Dictionary<string, string>> change)
    {
        var query = Query(authorize);
        var answer = new Dictionary<string, string> { ["code"] = "code-that-is-secret", ["state"] = query["state"] };
        change(answer);
        using var browser = new HttpClient();
        using var form = new FormUrlEncodedContent(answer);
        using var page = await browser.PostAsync(new Uri(query["redirect_uri"]), form, Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static async Task<HttpStatusCode> Visit(Uri address)
    {
        using var browser = new HttpClient();
        using var page = await browser.GetAsync(address, Ct);
        return page.StatusCode;
    }

    private static Dictionary<string, string> Query(Uri uri) =>
        uri.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]), StringComparer.Ordinal);

    [Fact]
    public async Task The_browser_goes_to_the_authority_with_PKCE_and_the_code_is_redeemed_with_its_verifier()
    {
        var entra = new ScriptedEntra().GivesToken();
        Uri? opened = null;
        using var signIn = entra.SignIn(loginHint: "ada@contoso.test");

        var answer = await signIn.WithBrowserAsync(
            Mail,
            new BrowserSignIn
            {
                AlsoConsentTo = ["https://graph.test/User.Read"],
                Open = uri =>
                {
                    opened = uri;
                    return Answer(uri, _ => { });
                },
            },
            Ct);

        Assert.Equal("ada@contoso.test", answer.Username);
        var query = Query(opened!);
        Assert.Equal($"{ScriptedEntra.Authority}/{ScriptedEntra.Tenant}/oauth2/v2.0/authorize", opened!.GetLeftPart(UriPartial.Path));
        Assert.Equal("code", query["response_type"]);
        Assert.Equal("form_post", query["response_mode"]);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal("ada@contoso.test", query["login_hint"]);
        Assert.Contains("https://graph.test/User.Read", query["scope"].Split(' '));
        var token = Assert.Single(entra.Requests);
        Assert.Equal("authorization_code", token.Field("grant_type"));
        Assert.Equal("code-that-is-secret", token.Field("code"));
        Assert.Equal(query["redirect_uri"], token.Field("redirect_uri"));
        Assert.DoesNotContain("graph", token.Field("scope"));
        Assert.Equal(query["code_challenge"], Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(token.Field("code_verifier")!))));
        Assert.StartsWith("http://localhost:", query["redirect_uri"]);

        Assert.True((await signIn.SilentAsync(Mail, null, false, Ct))!.FromCache);
    }

    [Fact]
    public async Task A_refusal_at_the_page_is_the_servers_own_word()
    {
        var entra = new ScriptedEntra();
        using var signIn = entra.SignIn();

        var e = await Assert.ThrowsAsync<SignInException>(() => signIn.WithBrowserAsync(Mail, Browser(answer =>
        {
            answer.Remove("code");
            answer["error"] = "access_denied";
            answer["error_description"] = "AADSTS65004: User declined to consent to access the app.";
        }), Ct));

        Assert.Equal(SignInFailure.Declined, e.Failure);
        Assert.Equal(65004, e.AadstsCode);
        Assert.Empty(entra.Requests);
    }

    [Fact]
    public async Task An_answer_to_another_sign_in_is_not_taken()
    {
        var entra = new ScriptedEntra();
        using var signIn = entra.SignIn();

        var e = await Assert.ThrowsAsync<SignInException>(() => signIn.WithBrowserAsync(Mail, Browser(answer => answer["state"] = "another"), Ct));

        Assert.Equal(SignInFailure.InvalidAnswer, e.Failure);
        Assert.Empty(entra.Requests);
    }

    [Fact]
    public async Task A_visit_that_brings_no_answer_is_not_one()
    {
        using var signIn = new ScriptedEntra().GivesToken().SignIn();

        var answer = await signIn.WithBrowserAsync(
            Mail,
            new BrowserSignIn
            {
                Open = async uri =>
                {
                    var redirect = new Uri(Query(uri)["redirect_uri"]);
                    Assert.Equal(HttpStatusCode.NotFound, await Visit(redirect));
                    Assert.Equal(HttpStatusCode.NotFound, await Visit(new Uri(redirect, "favicon.ico")));
                    await Answer(uri, _ => { });
                },
            },
            Ct);

        Assert.Equal("ada@contoso.test", answer.Username);
    }

    [Fact]
    public async Task A_browser_that_answers_at_once_finds_somebody_listening()
    {
        for (var i = 0; i < 100; i++)
        {
            using var signIn = new ScriptedEntra().GivesToken().SignIn();
            await signIn.WithBrowserAsync(Mail, Browser(_ => { }), Ct);
        }
    }

    [Fact]
    public async Task A_wait_for_a_browser_that_never_answers_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var signIn = new ScriptedEntra().SignIn();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signIn.WithBrowserAsync(Mail, new BrowserSignIn
        {
            Open = _ =>
            {
                cancel.CancelAfter(0);
                return Task.CompletedTask;
            },
        }, cancel.Token));
    }

    private static BrowserSignIn Browser(Action<Dictionary<string, string>> change) => new()
    {
        Open = uri => Answer(uri, change),
    };

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
