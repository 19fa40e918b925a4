using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Registration;

public sealed class RegistrationTests
{
    private const string Callback = "https://crm.test/admin/settings/mail/oauth2";

    public static TheoryData<OutlookAppSignIn, OutlookAppConsent> Shapes => new()
    {
        { OutlookAppSignIn.DeviceCode, OutlookAppConsent.None },
        { OutlookAppSignIn.DeviceCode, OutlookAppConsent.User },
        { OutlookAppSignIn.Interactive, OutlookAppConsent.Tenant },
        { OutlookAppSignIn.Web, OutlookAppConsent.Tenant },
        { OutlookAppSignIn.AppOnly, OutlookAppConsent.Tenant },
        { OutlookAppSignIn.DeviceCode | OutlookAppSignIn.Interactive | OutlookAppSignIn.Web | OutlookAppSignIn.AppOnly, OutlookAppConsent.Tenant },
    };

    [Fact]
    public async Task A_device_code_app_is_a_public_client_that_declares_the_five_permissions_by_the_tenants_ids()
    {
        var graph = new StrictGraph();

        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode));

        var expected = new JsonObject
        {
            ["displayName"] = "Mail runbook",
            ["signInAudience"] = "AzureADMyOrg",
            ["isFallbackPublicClient"] = true,
            ["requiredResourceAccess"] = new JsonArray(new JsonObject
            {
                ["resourceAppId"] = "00000003-0000-0000-c000-000000000000",
                ["resourceAccess"] = new JsonArray(AppShape.DelegatedPermissions
                    .Select(p => (JsonNode)new JsonObject { ["id"] = graph.ScopeId(StrictGraph.GraphPrincipal, p), ["type"] = "Scope" }).ToArray()),
            }),
        };
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(graph.Writes[0].Body)), graph.Writes[0].Body);
        Assert.Equal(["POST /applications", "POST /servicePrincipals"], graph.Writes.Select(w => w.Call));
    }

    [Fact]
    public async Task A_web_app_has_its_redirect_and_is_no_public_client()
    {
        var graph = new StrictGraph();

        await RunAsync(graph, Shape(OutlookAppSignIn.Web));

        var app = Assert.Single(graph.Applications);
        Assert.Equal([Callback], app["web"]!["redirectUris"]!.AsArray().Select(u => (string)u!));
        Assert.Null(app["isFallbackPublicClient"]);
        Assert.Null(app["publicClient"]);
    }

    [Fact]
    public async Task An_interactive_app_has_the_loopback_redirect_of_a_public_client()
    {
        var graph = new StrictGraph();

        await RunAsync(graph, Shape(OutlookAppSignIn.Interactive));

        Assert.Equal(["http://localhost"], graph.Applications[0]["publicClient"]!["redirectUris"]!.AsArray().Select(u => (string)u!));
    }

    [Fact]
    public async Task An_app_only_app_declares_and_gets_roles_of_Exchange_Online_and_no_delegated_permission()
    {
        var graph = new StrictGraph();

        await RunAsync(graph, Shape(OutlookAppSignIn.AppOnly, OutlookAppConsent.Tenant));

        var access = Assert.Single(graph.Applications[0]["requiredResourceAccess"]!.AsArray())!;
        Assert.Equal("00000002-0000-0ff1-ce00-000000000000", (string)access["resourceAppId"]!);
        Assert.All(access["resourceAccess"]!.AsArray(), a => Assert.Equal("Role", (string)a!["type"]!));
        var principal = (string)graph.Principals[^1]["id"]!;
        Assert.Equal(2, graph.Assignments.Count);
        Assert.All(graph.Assignments, a => Assert.Equal((principal, StrictGraph.ExchangePrincipal), ((string)a["principalId"]!, (string)a["resourceId"]!)));
        Assert.Contains(graph.Assignments, a => (string)a["appRoleId"]! == graph.RoleId(StrictGraph.ExchangePrincipal, "IMAP.AccessAsApp"));
        Assert.Empty(graph.Grants);
    }

    [Fact]
    public async Task Consent_is_given_at_Graph_and_at_Exchange_because_the_mail_token_is_for_Exchange()
    {
        var graph = new StrictGraph();

        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode, OutlookAppConsent.Tenant));

        Assert.Equal(2, graph.Grants.Count);
        Assert.All(graph.Grants, g => Assert.Equal("AllPrincipals", (string)g["consentType"]!));
        Assert.Equal("openid profile email offline_access IMAP.AccessAsUser.All SMTP.Send User.Read", (string)graph.Grants.Single(g => (string)g["resourceId"]! == StrictGraph.GraphPrincipal)["scope"]!);
        Assert.Equal("IMAP.AccessAsUser.All SMTP.Send", (string)graph.Grants.Single(g => (string)g["resourceId"]! == StrictGraph.ExchangePrincipal)["scope"]!);
    }

    [Fact]
    public async Task A_users_consent_names_the_user()
    {
        var graph = new StrictGraph();

        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode, OutlookAppConsent.User));

        Assert.All(graph.Grants, g => Assert.Equal(("Principal", StrictGraph.Me), ((string)g["consentType"]!, (string)g["principalId"]!)));
    }

    [Fact]
    public async Task A_grant_that_is_there_is_widened_and_keeps_what_it_has()
    {
        var graph = new StrictGraph();
        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode, OutlookAppConsent.Tenant));
        graph.Grants[0]["scope"] = " Calendars.Read openid";

        var plan = await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode, OutlookAppConsent.Tenant));

        Assert.Single(plan.Changes);
        Assert.Equal("Calendars.Read openid profile email offline_access IMAP.AccessAsUser.All SMTP.Send User.Read", (string)graph.Grants[0]["scope"]!);
        Assert.Equal(2, graph.Grants.Count);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Running_again_finds_nothing_to_do(OutlookAppSignIn signIn, OutlookAppConsent consent)
    {
        var graph = new StrictGraph();
        await RunAsync(graph, Shape(signIn, consent));
        var writes = graph.Writes.Count;

        var plan = await RunAsync(graph, Shape(signIn, consent));

        Assert.Empty(plan.Changes);
        Assert.Equal(writes, graph.Writes.Count);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_run_that_is_cut_off_at_any_write_is_finished_by_the_next(OutlookAppSignIn signIn, OutlookAppConsent consent)
    {
        var whole = new StrictGraph();
        await RunAsync(whole, Shape(signIn, consent));
        for (var cut = 0; cut < whole.Writes.Count; cut++)
        {
            var graph = new StrictGraph { WritesUntilGone = cut };
            await Assert.ThrowsAsync<SignInException>(() => RunAsync(graph, Shape(signIn, consent)));
            graph.WritesUntilGone = null;

            await RunAsync(graph, Shape(signIn, consent));

            Assert.Equal(whole.Writes.Select(w => w.Call.Split('/')[1]).Order(), graph.Writes.Select(w => w.Call.Split('/')[1]).Order());
            Assert.Empty((await PlanAsync(graph, Shape(signIn, consent))).Changes);
        }
    }

    [Fact]
    public async Task News_that_Entra_still_spreads_is_waited_for_and_nothing_is_made_twice()
    {
        var graph = new StrictGraph { ReplicationCalls = 6 };

        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode, OutlookAppConsent.Tenant));

        Assert.Single(graph.Applications);
        Assert.Equal(3, graph.Principals.Count);
        Assert.Equal(2, graph.Grants.Count);
        Assert.Contains(graph.Waits, w => w.Call == "POST /servicePrincipals");
        Assert.Contains(graph.Waits, w => w.Call == "POST /oauth2PermissionGrants");
        Assert.Equal([1.0, 2, 4, 8, 16, 20], graph.Waits.Where(w => w.Call == "POST /servicePrincipals").Select(w => w.Pause.TotalSeconds));
        Assert.All(graph.Waits, w => Assert.True(w.Limit >= TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Replication_that_never_ends_is_given_up_with_Graphs_own_words()
    {
        var graph = new StrictGraph { ReplicationCalls = int.MaxValue };

        var e = await Assert.ThrowsAsync<GraphException>(() => RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode)));

        Assert.Equal("Request_ResourceNotFound", e.Code);
        Assert.InRange(graph.Time.WaitedSeconds.Sum(), 120, 400);
    }

    [Fact]
    public async Task An_app_that_is_not_there_is_not_waited_for()
    {
        var graph = new StrictGraph();

        var e = await Assert.ThrowsAsync<RegistrationException>(() => PlanAsync(graph, new AppShape { ClientId = Guid.NewGuid().ToString(), Name = "x" }));

        Assert.Equal(RegistrationFailure.NotFound, e.Failure);
        Assert.Empty(graph.Waits);
    }

    [Fact]
    public async Task A_throttle_is_waited_out_for_as_long_as_Graph_says()
    {
        var graph = new StrictGraph().AnswersFirst(429, """{"error":{"code":"TooManyRequests","message":"slow"}}""", TimeSpan.FromSeconds(17));

        await PlanAsync(graph, Shape(OutlookAppSignIn.DeviceCode));

        Assert.Equal([17.0], graph.Time.WaitedSeconds);
    }

    [Fact]
    public async Task A_create_whose_outcome_is_open_is_not_sent_again()
    {
        var graph = new StrictGraph();
        var plan = await PlanAsync(graph, Shape(OutlookAppSignIn.DeviceCode));
        graph.AnswersFirst(504, "<html>");

        var e = await Assert.ThrowsAsync<GraphException>(() => new AppRegistrar(graph.Connection).ApplyAsync(plan, CancellationToken.None));

        Assert.Equal(504, e.HttpStatus);
        Assert.Empty(graph.Waits);
    }

    [Fact]
    public async Task Refused_rights_are_Graphs_refusal_with_its_code_and_without_the_token()
    {
        var graph = new StrictGraph().AnswersFirst(403, """{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}""");

        var e = await Assert.ThrowsAsync<GraphException>(() => PlanAsync(graph, Shape(OutlookAppSignIn.DeviceCode)));

        Assert.Equal("Authorization_RequestDenied", e.Code);
        Assert.DoesNotContain("secret", e.ToString());
    }

    [Fact]
    public async Task What_is_there_and_not_asked_for_stays_unless_the_shape_is_exact()
    {
        var graph = new StrictGraph();
        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode));
        var foreign = Guid.NewGuid().ToString();
        graph.Applications[0]["requiredResourceAccess"]!.AsArray().Add(new JsonObject { ["resourceAppId"] = foreign, ["resourceAccess"] = new JsonArray(new JsonObject { ["id"] = foreign, ["type"] = "Scope" }) });
        graph.Applications[0]["web"] = new JsonObject { ["redirectUris"] = new JsonArray("https://old.test/x") };

        Assert.Empty((await PlanAsync(graph, Shape(OutlookAppSignIn.DeviceCode))).Changes);
        var exact = await RunAsync(graph, new AppShape { Name = "Mail runbook", SignIn = OutlookAppSignIn.DeviceCode, Exact = true });

        Assert.All(exact.Changes, c => Assert.Equal(AppChangeKind.Remove, c.Kind));
        Assert.Single(graph.Applications[0]["requiredResourceAccess"]!.AsArray());
        Assert.Empty(graph.Applications[0]["web"]!["redirectUris"]!.AsArray());
    }

    [Fact]
    public async Task A_permission_added_later_is_added_to_those_that_are_there()
    {
        var graph = new StrictGraph();
        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode));

        var plan = await RunAsync(graph, new AppShape { Name = "Mail runbook", Permissions = ["Mail.Send", "mail.send", "https://graph.microsoft.com/Mail.Send"] });

        Assert.Equal("add permission: Mail.Send (delegated, Microsoft Graph)", Assert.Single(plan.Changes).ToString());
        Assert.Equal(6, graph.Applications[0]["requiredResourceAccess"]![0]!["resourceAccess"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_permission_that_nobody_offers_is_named()
    {
        var e = await Assert.ThrowsAsync<RegistrationException>(() => PlanAsync(new StrictGraph(), new AppShape { Name = "x", Permissions = ["IMAP.Acess"] }));

        Assert.Equal((RegistrationFailure.PermissionUnknown, "IMAP.Acess"), (e.Failure, e.Names[0]));
    }

    [Fact]
    public async Task A_tenant_without_Exchange_gets_the_known_ids_and_a_note()
    {
        var graph = new StrictGraph(withExchange: false);

        var plan = await RunAsync(graph, Shape(OutlookAppSignIn.AppOnly, OutlookAppConsent.Tenant));

        Assert.Contains("5e5addcd-3e8d-4e90-baf5-964efab2b20a", graph.Writes[0].Body);
        Assert.Contains(plan.Notes, n => n.Contains("no licence"));
        Assert.Empty(graph.Assignments);
    }

    [Fact]
    public async Task Two_apps_of_one_name_are_not_guessed_between()
    {
        var graph = new StrictGraph();
        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode));
        graph.Applications.Add(graph.Applications[0].DeepClone().AsObject());

        var e = await Assert.ThrowsAsync<RegistrationException>(() => PlanAsync(graph, Shape(OutlookAppSignIn.DeviceCode)));

        Assert.Equal(RegistrationFailure.Ambiguous, e.Failure);
        Assert.Equal(2, e.Names.Count);
    }

    [Fact]
    public async Task A_name_with_a_quote_finds_its_app()
    {
        var graph = new StrictGraph();
        var shape = new AppShape { Name = "Ada's mail" };
        await RunAsync(graph, shape);

        Assert.NotNull((await PlanAsync(graph, shape)).Current);
    }

    [Fact]
    public async Task Owners_and_federation_are_added_once()
    {
        var graph = new StrictGraph();
        var owner = Guid.NewGuid().ToString();
        var shape = new AppShape
        {
            Name = "CI mail",
            SignIn = OutlookAppSignIn.AppOnly,
            Owners = [owner, owner],
            Federation = new GraphFederatedCredential { Name = "main", Issuer = "https://token.actions.githubusercontent.com", Subject = "repo:contoso/mail:ref:refs/heads/main", Audiences = [GraphFederatedCredential.DefaultAudience] },
        };

        await RunAsync(graph, shape);

        Assert.Equal([owner], graph.Owners);
        Assert.Single(graph.Federated);
        Assert.Empty((await PlanAsync(graph, shape)).Changes);
    }

    [Fact]
    public async Task A_certificate_goes_along_with_those_that_are_there()
    {
        var graph = new StrictGraph();
        var first = new AppShape { Name = "x", SignIn = OutlookAppSignIn.AppOnly, Certificate = new GraphKey { DisplayName = "one", Key = "AAAA" } };
        var second = new AppShape { Name = "x", SignIn = OutlookAppSignIn.AppOnly, Certificate = new GraphKey { DisplayName = "two", Key = "BBBB" } };
        await RunAsync(graph, first);

        await RunAsync(graph, second);

        Assert.Equal(["AAAA", "BBBB"], graph.Applications[0]["keyCredentials"]!.AsArray().Select(k => (string)k!["key"]!));
        Assert.Empty((await PlanAsync(graph, second)).Changes);
    }

    [Fact]
    public async Task An_app_for_personal_accounts_asks_for_version_2_tokens()
    {
        var graph = new StrictGraph();

        await RunAsync(graph, new AppShape { Name = "x", Audience = OutlookAppAudience.AzureADandPersonalMicrosoftAccount });

        Assert.Equal(2, (int)graph.Applications[0]["api"]!["requestedAccessTokenVersion"]!);
        Assert.Equal("AzureADandPersonalMicrosoftAccount", (string)graph.Applications[0]["signInAudience"]!);
    }

    [Fact]
    public async Task A_changed_audience_is_one_line_of_the_difference()
    {
        var graph = new StrictGraph();
        await RunAsync(graph, Shape(OutlookAppSignIn.DeviceCode));

        var plan = await RunAsync(graph, new AppShape { Name = "Mail runbook", Audience = OutlookAppAudience.AzureADMultipleOrgs });

        Assert.Equal("change supported account types: AzureADMyOrg -> AzureADMultipleOrgs", Assert.Single(plan.Changes).ToString());
        Assert.Equal("""{"signInAudience":"AzureADMultipleOrgs"}""", graph.Writes[^1].Body);
    }

    [Fact]
    public async Task A_next_page_at_another_server_does_not_get_the_token()
    {
        var graph = new StrictGraph().AnswersFirst(200, """{"value":[],"@odata.nextLink":"https://evil.test/v1.0/applications?$skiptoken=1"}""");

        var e = await Assert.ThrowsAsync<SignInException>(() => PlanAsync(graph, Shape(OutlookAppSignIn.DeviceCode)));

        Assert.Equal(SignInFailure.InvalidAnswer, e.Failure);
    }

    [Fact]
    public async Task A_secret_is_asked_for_by_the_documented_body_and_shown_by_no_text()
    {
        var graph = new StrictGraph { ReplicationCalls = 2 };
        await RunAsync(graph, Shape(OutlookAppSignIn.Web));
        var applications = new Applications(graph.Connection);
        var id = (string)graph.Applications[0]["id"]!;

        var secret = await applications.AddPasswordAsync(id, new GraphPassword { DisplayName = "nocobase", EndDateTime = new DateTimeOffset(2027, 5, 1, 2, 0, 0, TimeSpan.FromHours(2)) }, CancellationToken.None);
        await applications.RemovePasswordAsync(id, secret.KeyId!, CancellationToken.None);

        Assert.Contains("secret-value", secret.SecretText);
        Assert.DoesNotContain("secret-value", secret.ToString());
        Assert.Contains(graph.Writes, w => w.Body == """{"passwordCredential":{"displayName":"nocobase","endDateTime":"2027-05-01T00:00:00Z"}}""");
        Assert.Equal($$"""{"keyId":"{{secret.KeyId}}"}""", graph.Writes[^1].Body);
    }

    internal static AppShape Shape(OutlookAppSignIn signIn, OutlookAppConsent consent = OutlookAppConsent.None) => new()
    {
        Name = "Mail runbook",
        SignIn = signIn,
        Consent = consent,
        RedirectUris = (signIn & OutlookAppSignIn.Web) != 0 ? [Callback] : [],
    };

    internal static Task<AppPlan> PlanAsync(StrictGraph graph, AppShape shape) =>
        new AppPlanner(graph.Connection, graph.Settings.Cloud).PlanAsync(shape, CancellationToken.None);

    internal static async Task<AppPlan> RunAsync(StrictGraph graph, AppShape shape)
    {
        var plan = await PlanAsync(graph, shape);
        await new AppRegistrar(graph.Connection).ApplyAsync(plan, CancellationToken.None);
        return plan;
    }
}
