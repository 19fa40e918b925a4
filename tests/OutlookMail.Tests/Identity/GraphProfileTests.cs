using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class GraphProfileTests
{
    [Fact]
    public async Task Me_is_asked_with_the_token_and_read()
    {
        var graph = new ScriptedEntra().Answers(200, new { id = "42", displayName = "Ada", mail = "ada@contoso.test", userPrincipalName = "ada@contoso.test" });
        using var profile = new GraphProfile(graph.Settings());

        var me = await profile.GetMeAsync("graph-token", CancellationToken.None);

        Assert.Equal(("42", "Ada", "ada@contoso.test", "ada@contoso.test"), (me.Id, me.DisplayName, me.Mail, me.UserPrincipalName));
        Assert.Equal("https://graph.test/v1.0/me", graph.Requests[0].Uri.AbsoluteUri);
        Assert.Equal("Bearer graph-token", graph.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_refusal_keeps_Graphs_code_and_request_id_and_not_the_token()
    {
        var graph = new ScriptedEntra().Answers(401, """{"error":{"code":"InvalidAuthenticationToken","message":"Access token validation failure. Invalid audience.","innerError":{"request-id":"r-1"}}}""");
        using var profile = new GraphProfile(graph.Settings());

        var e = await Assert.ThrowsAsync<GraphException>(() => profile.GetMeAsync("graph-token", CancellationToken.None));

        Assert.Equal((401, "InvalidAuthenticationToken", "r-1"), (e.HttpStatus, e.Code, e.RequestId));
        Assert.Contains("Invalid audience", e.Message);
        Assert.DoesNotContain("graph-token", e.ToString());
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    public async Task An_answer_that_is_no_profile_is_said_to_be_one(int status, string body)
    {
        using var profile = new GraphProfile(new ScriptedEntra().Answers(status, body).Settings());

        var e = await Assert.ThrowsAsync<SignInException>(() => profile.GetMeAsync("t", CancellationToken.None));

        Assert.Equal(SignInFailure.InvalidAnswer, e.Failure);
    }

    [Fact]
    public async Task A_page_of_a_proxy_gives_the_status()
    {
        using var profile = new GraphProfile(new ScriptedEntra().Answers(502, "<html>").Settings());

        var e = await Assert.ThrowsAsync<GraphException>(() => profile.GetMeAsync("t", CancellationToken.None));

        Assert.Equal("http_502", e.Code);
        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task A_server_out_of_reach_is_a_network_failure()
    {
        using var profile = new GraphProfile(new ScriptedEntra().Fails(new HttpRequestException("refused")).Settings());

        var e = await Assert.ThrowsAsync<SignInException>(() => profile.GetMeAsync("t", CancellationToken.None));

        Assert.Equal(SignInFailure.Network, e.Failure);
    }
}
