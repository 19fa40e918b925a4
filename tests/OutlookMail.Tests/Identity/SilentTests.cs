using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class SilentTests
{
    private static readonly string[] Mail = MailScopes.Delegated(new CloudEndpoints());

    private static async Task<TokenStore> SignedIn(ScriptedEntra entra, string user = "ada@contoso.test", string oid = ScriptedEntra.UserOid, TokenStore? store = null)
    {
        store ??= TokenStore.InMemory();
        entra.GivesDeviceCode().GivesToken(user: user, oid: oid);
        using var signIn = entra.SignIn(store);
        await signIn.WithDeviceCodeAsync(Mail, _ => Task.CompletedTask, CancellationToken.None);
        entra.Requests.Clear();
        return store;
    }

    [Fact]
    public async Task An_empty_store_gives_nothing_and_asks_nobody()
    {
        var entra = new ScriptedEntra();

        Assert.Null(await entra.SignIn().SilentAsync(Mail, null, false, CancellationToken.None));
        Assert.Empty(entra.Requests);
    }

    [Fact]
    public async Task Another_application_object_finds_the_token_in_the_store()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);

        var answer = await entra.SignIn(store).SilentAsync(Mail, null, false, CancellationToken.None);

        Assert.Equal("access-token-that-is-secret", answer!.AccessToken);
        Assert.True(answer.FromCache);
        Assert.Equal("ada@contoso.test", answer.Username);
        Assert.Equal("ada@contoso.test", answer.IdTokenClaims["email"]);
        Assert.Empty(entra.Requests);
    }

    [Fact]
    public async Task A_forced_refresh_redeems_the_refresh_token()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.GivesToken(accessToken: "second-token");

        var answer = await entra.SignIn(store).SilentAsync(Mail, "ADA@contoso.test", true, CancellationToken.None);

        Assert.Equal("second-token", answer!.AccessToken);
        Assert.False(answer.FromCache);
        var request = Assert.Single(entra.Requests);
        Assert.Equal("refresh_token", request.Field("grant_type"));
        Assert.Equal(ScriptedEntra.RefreshToken, request.Field("refresh_token"));
        Assert.Contains("email", request.Field("scope")!.Split(' '));
        Assert.Equal("second-token", (await entra.SignIn(store).SilentAsync(Mail, null, false, CancellationToken.None))!.AccessToken);
    }

    [Fact]
    public async Task A_token_for_Graph_comes_through_the_same_refresh_token_and_leaves_the_mail_token_alone()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.GivesToken("https://graph.test/User.Read profile openid email", "graph-token");
        var graph = MailScopes.Graph(new CloudEndpoints { Graph = "https://graph.test" }, MailScopes.UserRead);

        var answer = await entra.SignIn(store).SilentAsync(graph, null, false, CancellationToken.None);

        Assert.Equal("graph-token", answer!.AccessToken);
        Assert.Equal("refresh_token", Assert.Single(entra.Requests).Field("grant_type"));
        Assert.DoesNotContain("outlook.office", entra.Requests[0].Field("scope"));
        Assert.Equal("access-token-that-is-secret", (await entra.SignIn(store).SilentAsync(Mail, null, false, CancellationToken.None))!.AccessToken);
    }

    [Fact]
    public async Task A_missing_consent_needs_a_person_and_says_what_the_server_said()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.Answers(400, new
        {
            error = "invalid_grant",
            error_description = "AADSTS65001: The user or administrator has not consented to use the application.\r\nTrace ID: 11111111-2222-3333-4444-555555555555\r\nCorrelation ID: 66666666-7777-8888-9999-000000000000\r\nTimestamp: 2026-11-22 12:00:00Z",
            error_codes = new[] { 65001 },
            trace_id = "11111111-2222-3333-4444-555555555555",
            correlation_id = "66666666-7777-8888-9999-000000000000",
            suberror = "consent_required",
        });

        var e = await Assert.ThrowsAsync<SignInException>(() => entra.SignIn(store).SilentAsync(new[] { "https://graph.test/User.Read" }, null, false, CancellationToken.None));

        Assert.True(e.NeedsInteraction);
        Assert.Equal("invalid_grant", e.Error);
        Assert.Equal("consent_required", e.SubError);
        Assert.Equal(65001, e.AadstsCode);
        Assert.Equal("AADSTS65001: The user or administrator has not consented to use the application.", e.Description);
        Assert.Equal("11111111-2222-3333-4444-555555555555", e.TraceId);
        Assert.Equal("66666666-7777-8888-9999-000000000000", e.CorrelationId);
        Assert.Equal(400, e.HttpStatus);
        Assert.DoesNotContain(ScriptedEntra.RefreshToken, e.ToString());
    }

    [Fact]
    public async Task A_server_error_is_tried_once_more_after_a_second()
    {
        var time = new JumpingTime();
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.Answers(503, "<html>busy</html>").GivesToken(accessToken: "second-token");

        var answer = await entra.SignIn(store, time: time).SilentAsync(Mail, null, true, CancellationToken.None);

        Assert.Equal("second-token", answer!.AccessToken);
        Assert.Equal(new double[] { 1 }, time.WaitedSeconds);
    }

    [Fact]
    public async Task Throttling_is_transient_and_names_the_wait()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.Answers(429, new { error = "temporarily_unavailable", error_description = "AADSTS90055: slow" }, r => r.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(17)));

        var e = await Assert.ThrowsAsync<SignInException>(() => entra.SignIn(store).SilentAsync(Mail, null, true, CancellationToken.None));

        Assert.Equal(SignInFailure.Transient, e.Failure);
        Assert.Equal(TimeSpan.FromSeconds(17), e.RetryAfter);
        Assert.Equal(429, e.HttpStatus);
    }

    // MSAL keeps this for the whole process, by app, authority, scope and account.
    [Theory]
    [InlineData(429, 17)]
    [InlineData(429, null)]
    [InlineData(503, 17)]
    [InlineData(503, null)]
    public async Task After_a_throttling_answer_nobody_in_the_process_asks_again_before_its_time(int status, int? retryAfter)
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        var answers = status == 503 && retryAfter is null ? 2 : 1; // one more try after a second, unless the server names a time
        for (var answer = 0; answer < answers; answer++)
        {
            entra.Answers(status, new { error = "temporarily_unavailable", error_description = "AADSTS90055: slow" }, r => r.Headers.RetryAfter = retryAfter is { } s ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(s)) : null);
        }

        for (var attempt = 0; attempt < 10; attempt++)
        {
            using var another = entra.SignIn(store);
            var e = await Assert.ThrowsAsync<SignInException>(() => another.SilentAsync(Mail, null, true, CancellationToken.None));
            Assert.Equal((SignInFailure.Transient, status), (e.Failure, e.HttpStatus));
            Assert.Equal(retryAfter is { } s ? TimeSpan.FromSeconds(s) : null, e.RetryAfter);
        }

        Assert.Equal(answers, entra.Requests.Count);
    }

    [Fact]
    public async Task A_throttled_account_does_not_hold_up_another_scope()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.Answers(429, new { error = "temporarily_unavailable", error_description = "AADSTS90055: slow" }, r => r.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(17)));
        await Assert.ThrowsAsync<SignInException>(() => entra.SignIn(store).SilentAsync(Mail, null, true, CancellationToken.None));
        entra.GivesToken("https://graph.test/User.Read profile openid email", "graph-token");

        var answer = await entra.SignIn(store).SilentAsync(MailScopes.Graph(new CloudEndpoints { Graph = "https://graph.test" }, MailScopes.UserRead), null, false, CancellationToken.None);

        Assert.Equal("graph-token", answer!.AccessToken);
    }

    [Fact]
    public async Task A_refusal_that_needs_a_person_is_remembered_and_not_asked_for_again_and_again()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.Answers(400, new { error = "invalid_grant", error_description = "AADSTS70043: The refresh token has expired due to sign-in frequency.", error_codes = new[] { 70043 }, suberror = "token_expired" });

        for (var attempt = 0; attempt < 5; attempt++)
        {
            var e = await Assert.ThrowsAsync<SignInException>(() => entra.SignIn(store).SilentAsync(new[] { "https://graph.test/User.Read" }, null, false, CancellationToken.None));
            Assert.True(e.NeedsInteraction);
        }

        Assert.Single(entra.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_transient_only_when_its_status_says_so()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        entra.Answers(407, "<html>the proxy wants a login</html>");

        var e = await Assert.ThrowsAsync<SignInException>(() => entra.SignIn(store).SilentAsync(Mail, null, true, CancellationToken.None));

        Assert.NotEqual(SignInFailure.Transient, e.Failure);
    }

    [Fact]
    public async Task Several_accounts_are_told_apart_by_name_by_id_and_by_hint()
    {
        const string bobOid = "0d0d0d0d-0000-4000-8000-000000000002";
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        await SignedIn(entra, "bob@contoso.test", bobOid, store);

        var accounts = await entra.SignIn(store).AccountsAsync(CancellationToken.None);
        Assert.Equal(new[] { "ada@contoso.test", "bob@contoso.test" }, accounts.Select(a => a.Username).OrderBy(n => n, StringComparer.Ordinal));
        Assert.All(accounts, a => Assert.Equal(ScriptedEntra.Tenant, a.TenantId));

        var e = await Assert.ThrowsAsync<SignInException>(() => entra.SignIn(store).SilentAsync(Mail, null, false, CancellationToken.None));
        Assert.Equal(SignInFailure.AccountAmbiguous, e.Failure);
        Assert.Equal("bob@contoso.test", (await entra.SignIn(store).SilentAsync(Mail, "bob@contoso.test", false, CancellationToken.None))!.Username);
        Assert.Equal("bob@contoso.test", (await entra.SignIn(store).SilentAsync(Mail, $"{bobOid}.{ScriptedEntra.Tenant}", false, CancellationToken.None))!.Username);
        Assert.Equal("bob@contoso.test", (await entra.SignIn(store, "Bob@contoso.test").SilentAsync(Mail, null, false, CancellationToken.None))!.Username);
        Assert.Null(await entra.SignIn(store).SilentAsync(Mail, "eve@contoso.test", false, CancellationToken.None));
        Assert.Empty(entra.Requests);
    }

    [Fact]
    public async Task A_removed_account_is_gone_for_everybody_on_the_store()
    {
        var entra = new ScriptedEntra();
        var store = await SignedIn(entra);
        using var other = entra.SignIn(store);
        Assert.NotNull(await other.SilentAsync(Mail, null, false, CancellationToken.None));
        entra.GivesToken(accessToken: "second-token");
        Assert.NotNull(await other.SilentAsync(Mail, null, true, CancellationToken.None));

        await entra.SignIn(store).RemoveAsync("ada@contoso.test", CancellationToken.None);
        await entra.SignIn(store).RemoveAsync("ada@contoso.test", CancellationToken.None);

        Assert.Empty(await entra.SignIn(store).AccountsAsync(CancellationToken.None));
        Assert.Null(await entra.SignIn(store).SilentAsync(Mail, null, false, CancellationToken.None));
        Assert.Null(await other.SilentAsync(Mail, null, false, CancellationToken.None));
    }

    [Fact]
    public async Task A_store_that_holds_something_else_is_set_aside_and_reported()
    {
        var entra = new ScriptedEntra();
        var store = TokenStore.InMemory();
        using (var lease = await store.OpenAsync(CancellationToken.None))
        {
            lease.Write(new byte[] { 1, 2, 3 });
        }

        var reports = new List<string>();
        store.Damaged += (_, e) => reports.Add(e.Reason);

        Assert.Empty(await entra.SignIn(store).AccountsAsync(CancellationToken.None));
        Assert.Single(reports);
    }
}
