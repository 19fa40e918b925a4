using System;
using OutlookMail.Identity;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class SignInSettingsTests
{
    private const string ClientId = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData("", "common", "https://login.microsoftonline.com", "invalid_client_id")]
    [InlineData("not a guid", "common", "https://login.microsoftonline.com", "invalid_client_id")]
    [InlineData(ClientId, "", "https://login.microsoftonline.com", "invalid_tenant")]
    [InlineData(ClientId, "contoso.com/../evil", "https://login.microsoftonline.com", "invalid_tenant")]
    [InlineData(ClientId, "contoso.com?x=y", "https://login.microsoftonline.com", "invalid_tenant")]
    [InlineData(ClientId, "contoso.com\r\n", "https://login.microsoftonline.com", "invalid_tenant")]
    [InlineData(ClientId, "common", "http://login.microsoftonline.com", "invalid_authority")]
    [InlineData(ClientId, "common", "https://user@login.microsoftonline.com", "invalid_authority")]
    [InlineData(ClientId, "common", "https://login.microsoftonline.com/common", "invalid_authority")]
    [InlineData(ClientId, "common", "login.microsoftonline.com", "invalid_authority")]
    public void What_no_server_could_take_is_refused_before_anything_is_sent(string clientId, string tenant, string authority, string error)
    {
        var e = Assert.Throws<SignInException>(() => new EntraSignIn(new SignInSettings { ClientId = clientId, Tenant = tenant, Cloud = new CloudEndpoints { Authority = authority } }));

        Assert.Equal(SignInFailure.InvalidSettings, e.Failure);
        Assert.Equal(error, e.Error);
    }

    [Theory]
    [InlineData(OutlookCloud.Global, "https://login.microsoftonline.com", "https://graph.microsoft.com", "outlook.office365.com", "smtp.office365.com", true)]
    [InlineData(OutlookCloud.USGovHigh, "https://login.microsoftonline.us", "https://graph.microsoft.us", "outlook.office365.us", "smtp.office365.us", false)]
    [InlineData(OutlookCloud.USGovDoD, "https://login.microsoftonline.us", "https://dod-graph.microsoft.us", "outlook-dod.office365.us", "outlook-dod.office365.us", false)]
    [InlineData(OutlookCloud.China, "https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn", "partner.outlook.cn", "smtp.partner.outlook.cn", false)]
    public void A_cloud_picks_all_its_hosts_together(OutlookCloud cloud, string authority, string graph, string imap, string smtp, bool verified)
    {
        var row = CloudEndpoints.For(cloud);

        Assert.Equal((authority, graph, imap, smtp, verified), (row.Authority, row.Graph, row.ImapHost, row.SmtpHost, row.IsVerified));
        Assert.True(row.IsMicrosoftAuthority);
        using var signIn = new EntraSignIn(new SignInSettings { ClientId = ClientId, Cloud = row });
    }

    [Fact]
    public void A_custom_cloud_has_no_row() => Assert.Throws<ArgumentOutOfRangeException>(() => CloudEndpoints.For(OutlookCloud.Custom));

    [Fact]
    public void Mail_scopes_carry_the_mail_resource_and_app_only_ones_the_other_host()
    {
        var global = CloudEndpoints.For(OutlookCloud.Global);

        Assert.Equal(new[] { "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "email" }, MailScopes.Delegated(global));
        Assert.Equal(new[] { "https://outlook.office365.com/.default" }, MailScopes.AppOnly(global));
        Assert.Equal("SMTP.Send", MailScopes.WithoutResource("https://outlook.office.com/SMTP.Send"));
        Assert.Equal("openid", MailScopes.WithoutResource("openid"));
    }
}
