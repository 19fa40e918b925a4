using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>Below MSAL: a missing interval would have it wait five real seconds.</summary>
public sealed class TokenAnswerHandlerTests
{
    [Theory]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"https://x","expires_in":900}""", 5)]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"https://x","expires_in":900,"interval":0}""", 0)]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"https://x","expires_in":900,"interval":7}""", 7)]
    public async Task A_missing_interval_is_five_seconds_and_a_given_one_stays(string answer, int interval)
    {
        using var body = JsonDocument.Parse(await Post("devicecode", answer, "client_id=x"));

        Assert.Equal(interval, body.RootElement.GetProperty("interval").GetInt32());
        Assert.Equal("d", body.RootElement.GetProperty("device_code").GetString());
    }

    [Theory]
    [InlineData("grant_type=refresh_token&refresh_token=r")]
    [InlineData("grant_type=device_code&device_code=d")]
    public async Task A_missing_description_becomes_the_error_itself(string form)
    {
        using var body = JsonDocument.Parse(await Post("token", """{"error":"invalid_grant"}""", form));

        Assert.Equal("invalid_grant", body.RootElement.GetProperty("error").GetString());
        Assert.Equal("invalid_grant", body.RootElement.GetProperty("error_description").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[1,2]")]
    [InlineData("""{"error":"slow_down","error":"slow_down"}""")]
    [InlineData("""{"error":7}""")]
    public async Task What_it_does_not_know_goes_through_untouched(string answer) =>
        Assert.Equal(answer, await Post("token", answer, "grant_type=device_code&device_code=d"));

    private static async Task<string> Post(string endpoint, string answer, string form)
    {
        using var invoker = new HttpMessageInvoker(new TokenAnswerHandler(new JumpingTime()) { InnerHandler = new ScriptedEntra().Answers(400, answer) });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ScriptedEntra.Authority}/common/oauth2/v2.0/{endpoint}") { Content = new StringContent(form) };
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        return await response.Content.ReadAsStringAsync();
    }
}
