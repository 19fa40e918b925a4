using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>Requests and answers as each host documents them.</summary>
public sealed class OutsideTokenTests
{
    private static readonly SecretValue JobToken = new("job-token-that-is-secret");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GitHub_Actions_is_asked_for_Entras_audience_with_the_jobs_token()
    {
        var host = new ScriptedEntra().Answers(200, new { count = 1, value = "github-jwt" });

        var token = await HttpToken.GitHubActions("https://pipelines.test/idtoken?api-version=2.0", JobToken, host).GetAsync(null, Ct);

        Assert.Equal("github-jwt", token);
        var request = Assert.Single(host.Requests);
        Assert.Equal((HttpMethod.Get, "2.0", OutsideToken.Audience), (request.Method, request.QueryField("api-version"), request.QueryField("audience")));
        Assert.Equal("Bearer job-token-that-is-secret", request.Headers["Authorization"]);
    }

    [Fact]
    public async Task Azure_Pipelines_is_asked_for_its_service_connection()
    {
        var host = new ScriptedEntra().Answers(200, new { oidcToken = "pipelines-jwt" });

        var token = await HttpToken.AzurePipelines("https://vstoken.test/oidctoken", "connection id", JobToken, host).GetAsync(null, Ct);

        Assert.Equal("pipelines-jwt", token);
        var request = Assert.Single(host.Requests);
        Assert.Equal((HttpMethod.Post, "7.1", "connection id"), (request.Method, request.QueryField("api-version"), request.QueryField("serviceConnectionId")));
        Assert.Equal("Bearer job-token-that-is-secret", request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(200, "<html>")]
    [InlineData(302, "")]
    [InlineData(403, """{"value":"not this"}""")]
    public async Task A_host_that_gives_no_token_is_named_and_its_answer_is_not_repeated(int status, string body)
    {
        var e = await Assert.ThrowsAsync<SignInException>(() => HttpToken.GitHubActions("https://pipelines.test/idtoken", JobToken, new ScriptedEntra().Answers(status, body)).GetAsync(null, Ct));

        Assert.Equal("outside_token_missing", e.Error);
        Assert.Contains("GitHubActions", e.Message);
        Assert.DoesNotContain("secret", e.ToString());
        Assert.DoesNotContain("not this", e.ToString());
    }

    [Fact]
    public void The_jobs_token_is_not_sent_without_TLS() =>
        Assert.Throws<SignInException>(() => HttpToken.GitHubActions("http://pipelines.test/idtoken", JobToken));

    [Fact]
    public async Task A_token_file_is_read_again_at_each_use()
    {
        var path = Path.GetTempFileName();
        try
        {
            var source = new FileToken(path);
            await Assert.ThrowsAsync<SignInException>(() => source.GetAsync(null, Ct));
            await File.WriteAllTextAsync(path, "first\n", Ct);
            Assert.Equal("first", await source.GetAsync(null, Ct));
            await File.WriteAllTextAsync(path, "second\n", Ct);
            Assert.Equal("second", await source.GetAsync(null, Ct));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("outside_token_missing", (await Assert.ThrowsAsync<SignInException>(() => new FileToken(path).GetAsync(null, Ct))).Error);
    }
}
