using System;
using System.Text;
using OutlookMail.Client;
using Xunit;

namespace OutlookMail.Tests.Client;

public class AccessTokenClaimsTests
{
    [Fact]
    public void A_work_accounts_token_tells_its_audience_user_scopes_and_end()
    {
        var claims = AccessTokenClaims.TryRead(Jwt("""{"aud":"https://outlook.office365.com","upn":"ada@contoso.test","scp":"IMAP.AccessAsUser.All SMTP.Send","exp":1700000000}"""));

        Assert.NotNull(claims);
        Assert.Equal("https://outlook.office365.com", claims.Audience);
        Assert.Equal("ada@contoso.test", claims.User);
        Assert.Equal(["IMAP.AccessAsUser.All", "SMTP.Send"], claims.Scopes);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), claims.ExpiresOn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EwB4A8l6BAAUkj1NuJYtTVha+Mogk+HEiPbQo04AAQ")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("e30.!!!.x")]
    [InlineData("e30.W10.x")]
    public void What_is_no_JWT_tells_nothing(string token) => Assert.Null(AccessTokenClaims.TryRead(token));

    private static string Jwt(string payload) => "e30." + Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)).TrimEnd('=').Replace('+', '-').Replace('/', '_') + ".c2ln";
}
