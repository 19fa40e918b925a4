using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class DeviceCodeTests
{
    private static readonly CloudEndpoints Cloud = new();

    private static Task<TokenAnswer> SignIn(ScriptedEntra entra, TimeProvider? time = null, CancellationToken ct = default) =>
        entra.SignIn(time: time).WithDeviceCodeAsync(MailScopes.Delegated(Cloud), _ => Task.CompletedTask, ct);

    [Fact]
    public async Task The_person_sees_the_code_and_the_answer_is_the_token_servers()
    {
        var entra = new ScriptedEntra().GivesDeviceCode().Refuses("authorization_pending", "AADSTS70016: pending").GivesToken();
        var shown = new List<OutlookDeviceCode>();

        using var signIn = entra.SignIn();
        var answer = await signIn.WithDeviceCodeAsync(MailScopes.Delegated(Cloud), code =>
        {
            shown.Add(code);
            return Task.CompletedTask;
        }, CancellationToken.None);

        var code = Assert.Single(shown);
        Assert.Equal("ABCD-EFGH", code.UserCode);
        Assert.Equal(new Uri("https://login.microsoft.com/device"), code.VerificationUri);
        Assert.Equal("To sign in, open the page and enter the code.", code.Message);
        Assert.Equal("access-token-that-is-secret", answer.AccessToken);
        Assert.Equal("ada@contoso.test", answer.Username);
        Assert.Equal($"{ScriptedEntra.UserOid}.{ScriptedEntra.Tenant}", answer.HomeAccountId);
        Assert.Equal(ScriptedEntra.Tenant, answer.TenantId);
        Assert.Equal("ada@contoso.test", answer.IdTokenClaims["email"]);
        Assert.False(answer.FromCache);
        Assert.Equal(
            new[] { "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send" },
            answer.Scopes.OrderBy(s => s, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_request_names_mail_scopes_of_one_resource_and_no_secret()
    {
        var entra = new ScriptedEntra().GivesDeviceCode().GivesToken();

        await SignIn(entra);

        var device = entra.Requests[0];
        Assert.Equal($"/{ScriptedEntra.Tenant}/oauth2/v2.0/devicecode", device.Uri.AbsolutePath);
        Assert.Equal("entra.test", device.Uri.Host);
        Assert.Equal(
            new[] { "email", "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "offline_access", "openid", "profile" },
            device.Field("scope")!.Split(' ').OrderBy(s => s, StringComparer.Ordinal));
        var poll = entra.Requests[1];
        Assert.Equal($"/{ScriptedEntra.Tenant}/oauth2/v2.0/token", poll.Uri.AbsolutePath);
        Assert.Equal(ScriptedEntra.DeviceCode, poll.Field("device_code"));
        Assert.Null(poll.Field("client_secret"));
        Assert.Equal(2, entra.Requests.Count);
    }

    [Fact]
    public async Task Slow_down_adds_five_seconds_to_every_later_poll()
    {
        var time = new JumpingTime();
        var entra = new ScriptedEntra().GivesDeviceCode().Refuses("slow_down", "Too fast.").Refuses("authorization_pending", "-").Refuses("slow_down").GivesToken();

        var answer = await SignIn(entra, time);

        Assert.Equal("access-token-that-is-secret", answer.AccessToken);
        Assert.Equal(new double[] { 5, 5, 10 }, time.WaitedSeconds);
    }

    [Fact]
    public async Task A_pending_answer_without_a_description_goes_on_polling()
    {
        var entra = new ScriptedEntra().GivesDeviceCode().Refuses("authorization_pending").GivesToken();

        Assert.Equal("access-token-that-is-secret", (await SignIn(entra)).AccessToken);
    }

    [Fact]
    public async Task A_lost_poll_is_tried_again_later()
    {
        var time = new JumpingTime();
        var entra = new ScriptedEntra().GivesDeviceCode().Fails(new HttpRequestException("connection reset")).GivesToken();

        Assert.Equal("access-token-that-is-secret", (await SignIn(entra, time)).AccessToken);
        Assert.Equal(new double[] { 5 }, time.WaitedSeconds);
    }

    [Fact]
    public async Task A_network_that_stays_away_ends_the_poll()
    {
        var entra = new ScriptedEntra().GivesDeviceCode();
        for (var i = 0; i < 6; i++)
        {
            entra.Fails(new HttpRequestException("no route to host"));
        }

        var e = await Assert.ThrowsAsync<SignInException>(() => SignIn(entra));

        Assert.Equal(SignInFailure.Network, e.Failure);
        Assert.True(e.IsTransient);
        Assert.Contains("no route to host", e.Message);
    }

    [Fact]
    public async Task A_failed_TLS_handshake_is_no_network_failure_and_is_not_tried_again()
    {
        var entra = new ScriptedEntra().Fails(new HttpRequestException("TLS", new AuthenticationException("the certificate is for another name")));

        var e = await Assert.ThrowsAsync<SignInException>(() => SignIn(entra));

        Assert.Equal(SignInFailure.TlsFailed, e.Failure);
        Assert.False(e.IsTransient);
        Assert.Single(entra.Requests);
    }

    [Theory]
    [InlineData("authorization_declined", null, SignInFailure.Declined, null)]
    [InlineData("access_denied", null, SignInFailure.Declined, null)]
    [InlineData("access_denied", "AADSTS53003: Access has been blocked by Conditional Access policies.", SignInFailure.Refused, 53003)]
    [InlineData("access_denied", "AADSTS65004: User declined to consent to access the app.", SignInFailure.Declined, 65004)]
    [InlineData("expired_token", "AADSTS70019: Verification code expired.", SignInFailure.CodeExpired, 70019)]
    [InlineData("bad_verification_code", "AADSTS70018: Invalid verification code.", SignInFailure.Refused, 70018)]
    [InlineData("invalid_client", "AADSTS7000218: The request body must contain: 'client_assertion' or 'client_secret'.", SignInFailure.Refused, 7000218)]
    [InlineData("invalid_grant", "AADSTS53003: blocked", SignInFailure.InteractionRequired, 53003)]
    [InlineData("interaction_required", "AADSTS50199: confirm", SignInFailure.InteractionRequired, 50199)]
    [InlineData("temporarily_unavailable", "AADSTS90033: later", SignInFailure.Transient, 90033)]
    [InlineData("invalid_request", "AADSTS28000: two resources", SignInFailure.Refused, 28000)]
    public async Task The_error_of_the_poll_decides_what_kind_of_failure_it_is(string error, string? description, SignInFailure failure, int? code)
    {
        var entra = new ScriptedEntra().GivesDeviceCode().Refuses(error, description, status: error == "invalid_client" ? 401 : 400);

        var e = await Assert.ThrowsAsync<SignInException>(() => SignIn(entra));

        Assert.Equal(failure, e.Failure);
        Assert.Equal(error, e.Error);
        Assert.Equal(code, e.AadstsCode);
        Assert.DoesNotContain(ScriptedEntra.DeviceCode, e.ToString());
    }

    [Fact]
    public async Task A_verification_page_that_is_no_https_address_is_refused()
    {
        var entra = new ScriptedEntra().GivesDeviceCode("http://evil.example/device");

        var e = await Assert.ThrowsAsync<SignInException>(() => SignIn(entra));

        Assert.Equal(SignInFailure.InvalidAnswer, e.Failure);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_the_person()
    {
        using var cancel = new CancellationTokenSource();
        var entra = new ScriptedEntra().GivesDeviceCode().Answers(_ =>
        {
            cancel.Cancel();
            throw new OperationCanceledException(cancel.Token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SignIn(entra, ct: cancel.Token));
    }

    [Fact]
    public async Task What_show_throws_reaches_the_caller()
    {
        var entra = new ScriptedEntra().GivesDeviceCode();

        await Assert.ThrowsAsync<NotSupportedException>(() => entra.SignIn().WithDeviceCodeAsync(
            MailScopes.Delegated(Cloud), _ => throw new NotSupportedException("no console"), CancellationToken.None));
    }

    [Fact]
    public async Task An_unusable_store_is_found_before_the_person_is_asked()
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        await System.IO.File.WriteAllTextAsync(folder, "a file where a folder should be");
        try
        {
            var entra = new ScriptedEntra();
            await Assert.ThrowsAsync<TokenStoreException>(() => entra.SignIn(TokenStore.File(folder, TokenProtection.PlainText))
                .WithDeviceCodeAsync(MailScopes.Delegated(Cloud), _ => Task.CompletedTask, CancellationToken.None));
            Assert.Empty(entra.Requests);
        }
        finally
        {
            System.IO.File.Delete(folder);
        }
    }

    [Fact]
    public async Task An_opaque_token_without_client_info_and_without_a_name_is_taken()
    {
        var token = ScriptedEntra.Token("https://outlook.office.com/IMAP.AccessAsUser.All", "EwBopaque", null, ScriptedEntra.UserOid);
        token.Remove("client_info");
        var entra = new ScriptedEntra().GivesDeviceCode().Answers(200, token);

        var answer = await SignIn(entra);

        Assert.Equal("EwBopaque", answer.AccessToken);
        Assert.Equal("", answer.Username);
    }
}
