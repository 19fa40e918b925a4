using System;
using System.Text;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Wire;

public class SaslTests
{
    [Fact]
    public void Xoauth2_is_written_as_microsoft_documents_it()
    {
        Assert.Equal(
            "dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCQUFVRkZwVUFvN0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ==",
            Convert.ToBase64String(Sasl.XOAuth2("test@contoso.onmicrosoft.com", "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA")));
    }

    // RFC 7628 §4.1, with the names of our own domain.
    [Fact]
    public void Oauthbearer_is_written_as_rfc_7628_shows_it()
    {
        Assert.Equal(
            "n,a=user@contoso.test,\u0001host=server.contoso.test\u0001port=143\u0001auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u0001\u0001",
            Encoding.UTF8.GetString(Sasl.OAuthBearer("user@contoso.test", "server.contoso.test", 143, "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==")));
    }

    [Fact]
    public void A_name_with_comma_and_equals_is_a_saslname()
    {
        Assert.StartsWith("n,a=a=2Cb=3Dc,", Encoding.UTF8.GetString(Sasl.OAuthBearer("a,b=c", "h", 1, "t")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\u0001auth=Bearer other", "t")]
    [InlineData("a\r\nb", "t")]
    [InlineData("a\0", "t")]
    [InlineData("", "t")]
    [InlineData("a", "t\u0001x")]
    [InlineData("a", "t t")]
    [InlineData("a", "t\n")]
    [InlineData("a", "")]
    public void What_would_break_the_fields_apart_is_refused(string user, string token)
    {
        Assert.Throws<ArgumentException>(() => Sasl.XOAuth2(user, token));
        Assert.Throws<ArgumentException>(() => Sasl.OAuthBearer(user, "host", 993, token));
    }
}
