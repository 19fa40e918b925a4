using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

public class AuthTests
{
    private const string Challenge = "eyJzdGF0dXMiOiI0MDEifQ=="; // {"status":"401"}

    private static readonly string XOAuth2 = Convert.ToBase64String(Encoding.ASCII.GetBytes("user=ada@contoso.test\u0001auth=Bearer token\u0001\u0001"));

    private static readonly string OAuthBearer = Convert.ToBase64String(Encoding.ASCII.GetBytes(
        "n,a=ada@contoso.test,\u0001host=smtp.contoso.test\u0001port=465\u0001auth=Bearer token\u0001\u0001"));

    [Fact]
    public async Task The_error_challenge_of_XOAUTH2_is_answered_with_an_empty_line()
    {
        var server = Server("PLAIN XOAUTH2 OAUTHBEARER", $"C: AUTH XOAUTH2 {XOAuth2}\nS: 334 {Challenge}\nC:\nS: 535 5.7.8 Error: authentication failed\n");
        SmtpRefusedException refused = await RefusedAsync(server);
        Assert.Equal("{\"status\":\"401\"}", refused.Challenge);
        Assert.Equal("5.7.8", refused.Reply.EnhancedCode);
        server.AssertDone();
    }

    [Fact]
    public async Task Where_only_OAUTHBEARER_is_offered_it_is_used_and_its_challenge_answered_with_x01()
    {
        var server = Server("oauthbearer", $"C: AUTH OAUTHBEARER {OAuthBearer}\nS: 334 {Challenge}\nC: AQ==\nS: 535 5.7.8 no\n");
        Assert.Equal("{\"status\":\"401\"}", (await RefusedAsync(server)).Challenge);
        server.AssertDone();
    }

    [Theory]
    [InlineData("!!!", null)]
    [InlineData("", null)]
    public async Task A_challenge_that_is_not_base64_is_answered_all_the_same(string challenge, string? text)
    {
        var server = Server("XOAUTH2", $"C: AUTH XOAUTH2 {XOAuth2}\nS: 334 {challenge}\nC:\nS: 535 no\n");
        Assert.Equal(text, (await RefusedAsync(server)).Challenge);
    }

    [Fact]
    public async Task A_server_that_challenges_without_end_breaks_the_connection()
    {
        var server = Server("XOAUTH2", $"C: AUTH XOAUTH2 {XOAuth2}\nS: 334 {Challenge}\nC:\nS: 334 {Challenge}\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        await Assert.ThrowsAsync<ServerProtocolException>(() => connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None));
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task A_token_too_long_for_one_line_goes_in_a_second()
    {
        string token = new('t', 9300);
        string response = Convert.ToBase64String(Encoding.ASCII.GetBytes($"user=ada@contoso.test\u0001auth=Bearer {token}\u0001\u0001"));
        Assert.InRange(response.Length, 12288 - 20, int.MaxValue);
        var server = Server("XOAUTH2", $"C: AUTH XOAUTH2\nS: 334\nC: {response}\nS: 235 2.7.0 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        await connection.AuthenticateAsync(Mails.Ada, token, CancellationToken.None);
        server.AssertDone();
    }

    [Fact]
    public async Task The_longest_line_that_fits_has_12288_octets()
    {
        // 9204 octets make 12272 in base64; with "AUTH XOAUTH2 " and CRLF that is 12287.
        int fits = 9204 - "user=ada@contoso.test".Length - 1 - "auth=Bearer ".Length - 2;
        foreach (int length in new[] { fits, fits + 1 })
        {
            var server = Server("XOAUTH2", string.Empty);
            await using SmtpConnection connection = await server.ConnectAsync();
            string? line = null;
            server.OnWriteText = text => line ??= text;
            await Assert.ThrowsAnyAsync<Exception>(() => connection.AuthenticateAsync(Mails.Ada, new string('t', length), CancellationToken.None));
            Assert.Equal(length == fits ? 12287 : "AUTH XOAUTH2\r\n".Length, line!.Length);
        }
    }

    [Fact]
    public async Task Without_a_bearer_mechanism_nothing_is_sent()
    {
        var server = Server("LOGIN PLAIN", string.Empty);
        await using SmtpConnection connection = await server.ConnectAsync();
        var missing = await Assert.ThrowsAsync<SmtpNotOfferedException>(() => connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None));
        Assert.Equal(["LOGIN", "PLAIN"], missing.Offered);
        Assert.False(connection.IsBroken);
        Assert.Single(server.Writes);
    }

    [Fact]
    public async Task No_trace_message_or_text_holds_the_token()
    {
        var written = new StringWriter();
        using var trace = new WireTrace(written);
        foreach (string mechanism in new[] { "XOAUTH2", "OAUTHBEARER" })
        {
            string response = mechanism == "XOAUTH2" ? XOAuth2 : OAuthBearer;
            var server = Server(mechanism, $"C: AUTH {mechanism} {response}\nS: 535 5.7.3 no\n");
            await using SmtpConnection connection = await server.ConnectAsync(new WireOptions { Trace = trace });
            var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None));
            string shown = written + refused.ToString() + connection;
            Assert.DoesNotContain("Bearer", shown);
            Assert.DoesNotContain(response.Substring(0, 12), shown);
            Assert.DoesNotContain(response.Substring(response.Length - 12), shown);
            Assert.Contains($"C: AUTH {mechanism} <", shown);
            Assert.Contains("S: 535 5.7.3 no", shown);
        }
    }

    [Fact]
    public async Task A_second_operation_at_the_same_time_is_refused()
    {
        var server = new ScriptedServer("S: 220 x\nC: EHLO [127.0.0.1]\nS: 250 AUTH\nC: QUIT\n") { StaysSilent = true };
        SmtpConnection connection = await server.ConnectAsync();
        Task quitting = connection.QuitAsync(CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.SendAsync(Mails.ToBob(), Mails.Hello(), CancellationToken.None));
        await connection.DisposeAsync();
        await quitting;
    }

    private static ScriptedServer Server(string mechanisms, string rest) =>
        new($"S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250 AUTH {mechanisms}\n{rest}");

    private static async Task<SmtpRefusedException> RefusedAsync(ScriptedServer server)
    {
        await using SmtpConnection connection = await server.ConnectAsync();
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None));
        Assert.False(connection.IsBroken);
        return refused;
    }
}
