using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Registration;

public sealed class AudienceLimitsTests
{
    [Theory]
    [InlineData(OutlookAppAudience.AzureADMyOrg, 120, 256, 400, null, null)]
    [InlineData(OutlookAppAudience.AzureADMultipleOrgs, 120, 256, 400, null, null)]
    [InlineData(OutlookAppAudience.AzureADandPersonalMicrosoftAccount, 90, 100, 200, 30, 2)]
    [InlineData(OutlookAppAudience.PersonalMicrosoftAccount, 90, 100, 200, 30, 2)]
    public void Each_audience_has_the_limits_of_its_page(OutlookAppAudience audience, int name, int redirects, int permissions, int? ofOneApi, int? secrets)
    {
        var limits = AudienceLimits.Of(audience);

        Assert.Equal((name, redirects, permissions, ofOneApi, secrets), (limits.LongestName, limits.MostRedirects, limits.MostPermissions, limits.MostPermissionsOfOneApi, limits.MostSecrets));
        limits.Check(new AppShape { Name = new string('x', name) }, new CloudEndpoints());
        Refuses(audience, new AppShape { Name = new string('x', name + 1) }, "Name");
        limits.CheckTotals(new string[redirects], []);
        Assert.Throws<RegistrationException>(() => limits.CheckTotals(new string[redirects + 1], []));
        limits.CheckTotals([], Access(permissions, ofOneApi ?? permissions));
        Assert.Throws<RegistrationException>(() => limits.CheckTotals([], Access(permissions + 1, ofOneApi ?? permissions)));
        Assert.Throws<RegistrationException>(() => limits.CheckTotals([], Access(51, 1)));
        if (ofOneApi is { } most)
        {
            Assert.Throws<RegistrationException>(() => limits.CheckTotals([], Access(most + 1, most + 1)));
        }
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("http://contoso.test/cb")]
    [InlineData("https://contoso.test/cb#x")]
    [InlineData("http://[::1]/cb")]
    [InlineData("https://contoso.test/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_redirect_that_Entra_refuses_is_refused_before(string uri) =>
        Refuses(OutlookAppAudience.AzureADMyOrg, new AppShape { Name = "x", SignIn = OutlookAppSignIn.Web, RedirectUris = [uri] }, "RedirectUris");

    [Theory]
    [InlineData("https://contoso.test/cb?x=1")]
    [InlineData("https://*.contoso.test/cb")]
    public void A_query_or_a_wildcard_is_refused_for_personal_accounts_only(string uri)
    {
        var shape = new AppShape { Name = "x", SignIn = OutlookAppSignIn.Web, RedirectUris = [uri] };

        AudienceLimits.Of(OutlookAppAudience.AzureADMyOrg).Check(shape, new CloudEndpoints());
        Refuses(OutlookAppAudience.AzureADandPersonalMicrosoftAccount, shape, "RedirectUris");
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:8400/cb")]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("https://contoso.test/admin/settings/mail/oauth2")]
    public void A_good_redirect_passes(string uri) =>
        AudienceLimits.Of(OutlookAppAudience.AzureADandPersonalMicrosoftAccount).Check(new AppShape { Name = "x", SignIn = OutlookAppSignIn.Web, RedirectUris = [uri] }, new CloudEndpoints());

    [Fact]
    public void What_personal_accounts_do_not_have_is_said()
    {
        Refuses(OutlookAppAudience.PersonalMicrosoftAccount, new AppShape { Name = "x", SignIn = OutlookAppSignIn.AppOnly }, "SignIn");
        Refuses(OutlookAppAudience.PersonalMicrosoftAccount, new AppShape { Name = "x", Consent = OutlookAppConsent.Tenant }, "Consent");
        Refuses(OutlookAppAudience.AzureADandPersonalMicrosoftAccount, new AppShape { Name = "x" }, "Audience", CloudEndpoints.For(OutlookCloud.China));
    }

    [Fact]
    public void A_web_app_without_a_redirect_is_told_what_one_looks_like()
    {
        var e = Refuses(OutlookAppAudience.AzureADMyOrg, new AppShape { Name = "x", SignIn = OutlookAppSignIn.Web }, "RedirectUris");

        Assert.Contains("/admin/settings/mail/oauth2", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\r\nb")]
    public void A_name_is_one_line_of_text(string name) => Refuses(OutlookAppAudience.AzureADMyOrg, new AppShape { Name = name }, "Name");

    [Fact]
    public void Rights_follow_from_what_is_to_be_done()
    {
        Assert.Equal(["Application.ReadWrite.All"], Rights(OutlookAppSignIn.DeviceCode, OutlookAppConsent.None));
        Assert.Equal(["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "User.Read"], Rights(OutlookAppSignIn.DeviceCode, OutlookAppConsent.User));
        Assert.Equal(["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"], Rights(OutlookAppSignIn.AppOnly, OutlookAppConsent.Tenant));
    }

    [Fact]
    public void Missing_rights_are_those_that_neither_a_scope_nor_a_broader_one_gives()
    {
        var needed = AppRight.Of(new AppShape { Consent = OutlookAppConsent.Tenant, Owners = ["x"] });

        Assert.Equal(["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All"], AppRight.Missing(needed, ["https://graph.microsoft.com/Application.ReadWrite.All"]).Select(r => r.Permission));
        Assert.Empty(AppRight.Missing(needed, ["Directory.AccessAsUser.All"]));
    }

    private static IEnumerable<string> Rights(OutlookAppSignIn signIn, OutlookAppConsent consent) =>
        AppRight.Of(new AppShape { SignIn = signIn, Consent = consent }).Select(r => r.Permission);

    private static RegistrationException Refuses(OutlookAppAudience audience, AppShape shape, string property, CloudEndpoints? cloud = null)
    {
        var e = Assert.Throws<RegistrationException>(() => AudienceLimits.Of(audience).Check(shape, cloud ?? new CloudEndpoints()));
        Assert.Equal((RegistrationFailure.InvalidShape, property), (e.Failure, e.Names[0]));
        return e;
    }

    private static List<GraphResourceAccessList> Access(int total, int ofOneApi)
    {
        var apis = new List<GraphResourceAccessList>();
        for (var left = total; left > 0; left -= ofOneApi)
        {
            apis.Add(new GraphResourceAccessList { ResourceAppId = Guid.NewGuid().ToString(), ResourceAccess = Enumerable.Range(0, Math.Min(left, ofOneApi)).Select(_ => new GraphResourceAccess { Id = Guid.NewGuid().ToString() }).ToList() });
        }

        return apis;
    }
}
