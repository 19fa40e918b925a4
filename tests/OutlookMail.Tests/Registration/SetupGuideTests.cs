using System.Linq;
using System.Net;
using OutlookMail.Client;
using OutlookMail.Identity;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Registration;

public sealed class SetupGuideTests
{
    private const string SomeGuid = "11111111-2222-4333-8444-555555555555";

    [Fact]
    public void The_steps_are_in_the_portals_order_and_numbered()
    {
        var steps = SetupGuide.For(new SetupGuideRequest { SignIn = OutlookAppSignIn.Web });

        Assert.Equal(["Account", "Tenant", "Registration", "Account types", "Redirect address", "Client id", "API permissions", "Client secret", "Consent"], steps.Select(s => s.Title));
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(s => s.Number));
        Assert.All(steps, s => Assert.Null(s.IsRight));
        Assert.Contains("email, offline_access, IMAP.AccessAsUser.All, SMTP.Send, User.Read", steps.Single(s => s.Title == "API permissions").Action);
    }

    [Fact]
    public void Each_sign_in_has_the_steps_that_it_needs()
    {
        Assert.Contains(SetupGuide.For(new SetupGuideRequest()), s => s.Action.Contains("Allow public client flows"));
        Assert.DoesNotContain(SetupGuide.For(new SetupGuideRequest()), s => s.Title == "Client secret");
        Assert.Contains(SetupGuide.For(new SetupGuideRequest { SignIn = OutlookAppSignIn.Interactive }), s => s.Action.Contains("http://localhost"));
        var service = SetupGuide.For(new SetupGuideRequest { SignIn = OutlookAppSignIn.AppOnly });
        Assert.Contains(service, s => s.Action.Contains("Office 365 Exchange Online > Application permissions: IMAP.AccessAsApp, SMTP.SendAsApp"));
        Assert.Contains(service, s => s.Action.Contains("New-ServicePrincipal"));
    }

    [Theory]
    [InlineData(SomeGuid, false, "Secret ID")]
    [InlineData("abC8Q~abcdefghijklmnopqrstuvwxyz0123456789", true, "")]
    [InlineData("abC*****************", false, "hidden form")]
    [InlineData("abC8Q~", false, "too short")]
    [InlineData("abC8Q~abcdefghijklm nopqrstuvwxyz012345", false, "spaces")]
    public void A_pasted_secret_is_told_from_what_else_the_portal_shows(string pasted, bool right, string finding)
    {
        var step = SetupGuide.For(new SetupGuideRequest { SignIn = OutlookAppSignIn.Web, ClientSecret = new NetworkCredential("", pasted).SecurePassword }).Single(s => s.Title == "Client secret");

        Assert.Equal(right, step.IsRight);
        Assert.Contains(finding, step.Finding);
        Assert.DoesNotContain(pasted, step.Finding + step.Action + step);
    }

    [Theory]
    [InlineData("Contoso Ltd", false, "name, not its id")]
    [InlineData("Contoso", false, "name, not its id")]
    [InlineData("ada@contoso.com", false, "user name")]
    [InlineData("https://contoso.com", false, "address")]
    [InlineData("contoso.onmicrosoft.com", true, "")]
    [InlineData(SomeGuid, true, "")]
    public void A_pasted_tenant_is_told_from_its_name(string pasted, bool right, string finding) => Checks(new SetupGuideRequest { Tenant = pasted }, "Tenant", right, finding);

    [Theory]
    [InlineData("ada@contoso.com", false, "user name")]
    [InlineData("abC8Q~abcdefghijklmnopqrstuvwxyz0123456789", false, "client secret")]
    [InlineData("my app", false, "no GUID")]
    [InlineData(SomeGuid, true, "")]
    public void A_pasted_client_id_is_told_from_what_it_is_not(string pasted, bool right, string finding) => Checks(new SetupGuideRequest { ClientId = pasted }, "Client id", right, finding);

    [Fact]
    public void The_tenants_id_pasted_twice_is_seen() => Checks(new SetupGuideRequest { ClientId = SomeGuid, Tenant = SomeGuid }, "Client id", false, "tenant's id again");

    [Theory]
    [InlineData("http://crm.test/cb", false, "https")]
    [InlineData("https://crm.test/cb", true, "")]
    public void A_pasted_redirect_is_checked_as_Entra_would(string pasted, bool right, string finding) =>
        Checks(new SetupGuideRequest { SignIn = OutlookAppSignIn.Web, RedirectUri = pasted }, "Redirect address", right, finding);

    [Fact]
    public void Consent_pages_are_those_of_Microsofts_documents()
    {
        var people = ConsentUrls.For(CloudEndpoints.For(OutlookCloud.Global), "common", SomeGuid, "http://localhost", appOnly: false);
        Assert.Equal("https://login.microsoftonline.com/organizations/adminconsent?client_id=" + SomeGuid + "&redirect_uri=http%3A%2F%2Flocalhost", people[0].Url);
        Assert.Equal("https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id=" + SomeGuid + "&redirect_uri=http%3A%2F%2Flocalhost&scope=https%3A%2F%2Foutlook.office.com%2FIMAP.AccessAsUser.All%20email%20offline_access", people[1].Url);
        Assert.Contains("SMTP.Send", people[2].Url);

        var app = ConsentUrls.For(CloudEndpoints.For(OutlookCloud.Global), "contoso.com", SomeGuid, null, appOnly: true);
        Assert.EndsWith("&scope=https%3A%2F%2Fps.outlook.com%2F.default", app[1].Url);
        Assert.EndsWith("&scope=https%3A%2F%2Foutlook.office365.com%2F.default", app[2].Url);
        Assert.All(app, u => Assert.StartsWith("https://login.microsoftonline.com/contoso.com/", u.Url));
    }

    [Fact]
    public void Exchange_commands_name_the_enterprise_application_and_quote_every_kind_of_quote()
    {
        var lines = ExchangeCommands.ForApp("client", "principal", "Ada's ‘app’", ["info@contoso.com"]);

        Assert.Equal(
            [
                "New-ServicePrincipal -AppId client -ObjectId principal -DisplayName 'Ada''s ‘‘app’’'",
                "Add-MailboxPermission -Identity 'info@contoso.com' -User principal -AccessRights FullAccess",
                "Add-RecipientPermission -Identity 'info@contoso.com' -Trustee principal -AccessRights SendAs -Confirm:$false",
            ],
            lines);
        Assert.Contains("'Application SMTP.SendAsApp'", ExchangeCommands.ForScope("app", "principal", "Mail apps", "MemberOfGroup -eq 'x'")[2]);
    }

    private static void Checks(SetupGuideRequest request, string title, bool right, string finding)
    {
        var step = SetupGuide.For(request).Single(s => s.Title == title);

        Assert.Equal(right, step.IsRight);
        Assert.Contains(finding, step.Finding);
    }
}
