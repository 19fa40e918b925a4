using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>Which servers a request means: by its cloud, its authority, the environment, its tenant, and who signed in.</summary>
public class CloudChoiceTests
{
    private const string PersonalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";

    [Theory]
    [InlineData("https://login.microsoftonline.com", OutlookCloud.Global, OutlookCloud.Global, "outlook.office365.com", "smtp.office365.com")]
    [InlineData("https://login.microsoftonline.us/", OutlookCloud.Global, OutlookCloud.USGovHigh, "outlook.office365.us", "smtp.office365.us")]
    [InlineData("https://login.microsoftonline.us", OutlookCloud.USGovDoD, OutlookCloud.USGovDoD, "outlook-dod.office365.us", "outlook-dod.office365.us")]
    [InlineData("https://login.chinacloudapi.cn", OutlookCloud.Global, OutlookCloud.China, "partner.outlook.cn", "smtp.partner.outlook.cn")]
    [InlineData("https://id.example.test", OutlookCloud.Global, OutlookCloud.Custom, "localhost", "localhost")]
    public void An_authority_stands_for_its_cloud(string authority, OutlookCloud asked, OutlookCloud cloud, string imap, string smtp)
    {
        var plan = ConnectPlan.From(new ConnectRequest { Authority = authority, Cloud = asked }, _ => null);

        Assert.Equal((cloud, imap, smtp), (plan.CloudName, plan.Imap.Host, plan.Smtp.Host));
    }

    [Fact]
    public void The_environments_authority_host_stands_for_its_cloud_and_a_named_cloud_goes_before_it()
    {
        string? Variable(string name) => name == "AZURE_AUTHORITY_HOST" ? "login.microsoftonline.us" : null;

        Assert.Equal("outlook.office365.us", ConnectPlan.From(new ConnectRequest(), Variable).Imap.Host);
        Assert.Equal("partner.outlook.cn", ConnectPlan.From(new ConnectRequest { Cloud = OutlookCloud.China }, Variable).Imap.Host);
    }

    [Theory]
    [InlineData("consumers", null, "smtp-mail.outlook.com")]
    [InlineData(PersonalTenant, null, "smtp-mail.outlook.com")]
    [InlineData("common", PersonalTenant, "smtp-mail.outlook.com")]
    [InlineData("common", "00000000-aaaa-bbbb-cccc-000000000001", "smtp.office365.com")]
    [InlineData("contoso.com", null, "smtp.office365.com")]
    public void A_personal_account_submits_at_a_host_of_its_own(string tenant, string? tenantOfAccount, string smtp)
    {
        var plan = ConnectPlan.From(new ConnectRequest { Tenant = tenant }, _ => null);

        plan.Meet(tenantOfAccount);

        Assert.Equal(("outlook.office365.com", smtp), (plan.Imap.Host, plan.Smtp.Host));
    }

    [Fact]
    public void Servers_that_were_named_are_the_ones()
    {
        var plan = ConnectPlan.From(new ConnectRequest { Cloud = OutlookCloud.China, Tenant = "common", ImapServer = "imap.test", SmtpServer = "smtp.test" }, _ => null);

        plan.Meet(PersonalTenant);

        Assert.Equal(("imap.test", "smtp.test"), (plan.Imap.Host, plan.Smtp.Host));
    }

    [Theory]
    [InlineData(OutlookCloud.USGovHigh, true)]
    [InlineData(OutlookCloud.USGovDoD, true)]
    [InlineData(OutlookCloud.China, true)]
    [InlineData(OutlookCloud.Global, false)]
    public async Task Hosts_that_no_page_of_Microsofts_names_are_warned_of(OutlookCloud cloud, bool warns)
    {
        var events = NoCode;
        var client = new OutlookClient(TimeProvider.System, _ => null);

        await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(
            new ConnectRequest { Cloud = cloud, ClientId = Guid.NewGuid().ToString(), Silent = true, NoStore = true }, events, Ct));

        Assert.Equal(warns, events.Warnings.Any(text => text.Contains("-ImapServer and -SmtpServer override them", StringComparison.Ordinal)));
    }
}
