using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Graph's app registration, as Microsoft documents it and with the delays that real tenants have.</summary>
public sealed class GraphRegistrationTests : IAsyncLifetime
{
    private SandboxServer server = null!;
    private SandboxGraph graph = null!;

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        graph = await SandboxGraph.SignInAsync(server);
    }

    public async ValueTask DisposeAsync()
    {
        graph.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_app_is_made_changed_found_and_deleted()
    {
        JsonElement app = await graph.PostAsync("applications", new { displayName = "Mail runbook", signInAudience = "AzureADMyOrg", isFallbackPublicClient = true });
        string id = app.GetProperty("id").GetString()!;
        string appId = app.GetProperty("appId").GetString()!;
        Assert.NotEqual(id, appId);
        using HttpResponseMessage patched = await graph.Http.PatchAsJsonAsync(graph.Url($"applications/{id}"), new { displayName = "Renamed", publicClient = new { redirectUris = new[] { "http://localhost" } } });
        Assert.Equal(204, (int)patched.StatusCode);
        JsonElement found = await graph.GetAsync("applications?$filter=displayName eq 'Renamed'&$select=id,appId");
        Assert.Equal(appId, found.GetProperty("value")[0].GetProperty("appId").GetString());
        Assert.Equal("Renamed", (await graph.GetAsync($"applications(appId='{appId}')")).GetProperty("displayName").GetString());
        Assert.Equal((404, "Request_ResourceNotFound"), await graph.RefusalAsync(HttpMethod.Get, $"applications/{appId}"));
        using HttpResponseMessage deleted = await graph.Http.DeleteAsync(graph.Url($"applications/{id}"));
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal((404, "Request_ResourceNotFound"), await graph.RefusalAsync(HttpMethod.Get, $"applications/{id}"));
    }

    [Theory]
    [InlineData("displayName eq 'Research and development''s'", true)]
    [InlineData("displayName eq 'Research and development''s' and signInAudience eq 'AzureADMyOrg'", true)]
    [InlineData("signInAudience eq 'AzureADMyOrg' and startswith(displayName, 'Research and')", true)]
    [InlineData("displayName eq 'Research and development''s' and signInAudience eq 'AzureADMultipleOrgs'", false)]
    [InlineData("displayName eq 'Research'", false)]
    [InlineData("displayName eq 'Research and", null)]
    [InlineData("displayName eq 'Research' and ", null)]
    [InlineData("displayName ne 'Research'", null)]
    public async Task A_filter_is_read_as_OData_writes_it(string filter, bool? finds)
    {
        await graph.PostAsync("applications", new { displayName = "Research and development's", signInAudience = "AzureADMyOrg" });

        string path = "applications?$filter=" + Uri.EscapeDataString(filter);
        if (finds is null)
        {
            Assert.Equal((400, "Request_UnsupportedQuery"), await graph.RefusalAsync(HttpMethod.Get, path));
        }
        else
        {
            Assert.Equal(finds, (await graph.GetAsync(path)).GetProperty("value").GetArrayLength() == 1);
        }
    }

    [Theory]
    [InlineData("bob@contoso.test", true)]
    [InlineData("nobody@contoso.test", false)]
    public async Task A_user_is_found_by_name(string name, bool there)
    {
        string path = "users/" + Uri.EscapeDataString(name);
        if (there)
        {
            Assert.Equal("bob@contoso.test", (await graph.GetAsync(path)).GetProperty("userPrincipalName").GetString());
        }
        else
        {
            Assert.Equal((404, "Request_ResourceNotFound"), await graph.RefusalAsync(HttpMethod.Get, path));
        }
    }

    [Fact]
    public async Task What_the_documents_forbid_is_refused()
    {
        foreach (object body in new object[]
        {
            new { signInAudience = "AzureADMyOrg" },
            new { displayName = "x", nonsense = 1 },
            new { displayName = "x", signInAudience = "Everybody" },
            new { displayName = "x", signInAudience = "PersonalMicrosoftAccount" },
            new { displayName = new string('x', 121) },
            new { displayName = "x", web = new { redirectUris = new[] { "http://app.test/back" } } },
            new { displayName = "x", web = new { redirectUris = new[] { "https://*.app.test/" } } },
            new { displayName = "x", passwordCredentials = new[] { new { } } },
        })
        {
            Assert.Equal((400, "Request_BadRequest"), await graph.RefusalAsync(HttpMethod.Post, "applications", body));
        }
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_a_personal_audience_has_two()
    {
        JsonElement app = await graph.PostAsync("applications", new { displayName = "x", signInAudience = "AzureADandPersonalMicrosoftAccount", api = new { requestedAccessTokenVersion = 2 } });
        string path = $"applications/{app.GetProperty("id").GetString()}";
        JsonElement first = await graph.PostAsync(path + "/addPassword", new { });
        string secret = first.GetProperty("secretText").GetString()!;
        Assert.Equal(secret[..3], first.GetProperty("hint").GetString());
        Assert.Equal(2, (first.GetProperty("endDateTime").GetDateTime() - first.GetProperty("startDateTime").GetDateTime()).Days / 365);
        Assert.Equal(JsonValueKind.Null, (await graph.GetAsync(path)).GetProperty("passwordCredentials")[0].GetProperty("secretText").ValueKind);
        await graph.PostAsync(path + "/addPassword", new { passwordCredential = new { displayName = "second" } });
        Assert.Equal((400, "Request_BadRequest"), await graph.RefusalAsync(HttpMethod.Post, path + "/addPassword", new { }));
        using HttpResponseMessage removed = await graph.Http.PostAsJsonAsync(graph.Url(path + "/removePassword"), new { keyId = first.GetProperty("keyId").GetString() });
        Assert.Equal(204, (int)removed.StatusCode);
        server.MaximumSecretLifetime = TimeSpan.FromDays(90);
        Assert.Equal((400, "CredentialInvalidLifetimeAsPerAppPolicy"), await graph.RefusalAsync(HttpMethod.Post, path + "/addPassword", new { }));
    }

    [Fact]
    public async Task Grants_take_object_ids_and_replace_on_patch()
    {
        JsonElement app = await graph.PostAsync("applications", new { displayName = "x", signInAudience = "AzureADMyOrg" });
        string appId = app.GetProperty("appId").GetString()!;
        string clientId = (await graph.PostAsync("servicePrincipals", new { appId })).GetProperty("id").GetString()!;
        string resourceId = (await graph.GetAsync("servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'")).GetProperty("value")[0].GetProperty("id").GetString()!;
        Assert.Equal((404, "Request_ResourceNotFound"), await graph.RefusalAsync(HttpMethod.Post, "oauth2PermissionGrants", new { clientId = appId, consentType = "AllPrincipals", resourceId, scope = "User.Read" }));
        JsonElement grant = await graph.PostAsync("oauth2PermissionGrants", new { clientId, consentType = "AllPrincipals", principalId = (string?)null, resourceId, scope = "User.Read" });
        using HttpResponseMessage patched = await graph.Http.PatchAsJsonAsync(graph.Url($"oauth2PermissionGrants/{grant.GetProperty("id").GetString()}"), new { scope = "email" });
        Assert.Equal(204, (int)patched.StatusCode);
        JsonElement read = await graph.GetAsync($"oauth2PermissionGrants?$filter=clientId eq '{clientId}'");
        Assert.Equal(" email", read.GetProperty("value")[0].GetProperty("scope").GetString());
    }

    [Fact]
    public async Task New_objects_are_seen_only_after_the_delay()
    {
        server.ReplicationDelay = TimeSpan.FromSeconds(30);
        JsonElement app = await graph.PostAsync("applications", new { displayName = "x", signInAudience = "AzureADMyOrg" });
        string path = $"applications/{app.GetProperty("id").GetString()}";
        string appId = app.GetProperty("appId").GetString()!;
        Assert.Equal((404, "Request_ResourceNotFound"), await graph.RefusalAsync(HttpMethod.Post, path + "/addPassword", new { }));
        Assert.Equal((400, "Request_BadRequest"), await graph.RefusalAsync(HttpMethod.Post, "servicePrincipals", new { appId }));
        server.Clock.Advance(TimeSpan.FromSeconds(31));
        await graph.PostAsync(path + "/addPassword", new { });
        await graph.PostAsync("servicePrincipals", new { appId });
    }

    [Fact]
    public async Task A_token_without_the_permission_is_denied()
    {
        graph.Http.DefaultRequestHeaders.Authorization = new("Bearer", server.IssueToken("ada@contoso.test", "https://graph.microsoft.com", ["User.Read"]));
        Assert.Equal((403, "Authorization_RequestDenied"), await graph.RefusalAsync(HttpMethod.Post, "applications", new { displayName = "x" }));
        server.Faults.Next(OutlookSandboxFault.GraphThrottled);
        Assert.Equal((429, "TooManyRequests"), await graph.RefusalAsync(HttpMethod.Get, "me"));
        Assert.Equal("SANDBOX", (await graph.GetAsync("organization")).GetProperty("value")[0].GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task Federated_credentials_are_kept_changed_and_unique()
    {
        string id = (await graph.PostAsync("applications", new { displayName = "Federated", signInAudience = "AzureADMyOrg" })).GetProperty("id").GetString()!;
        var good = new { name = "github", issuer = "https://token.actions.githubusercontent.com", subject = "repo:a/b:ref:refs/heads/main", audiences = new[] { "api://AzureADTokenExchange" } };
        JsonElement made = await graph.PostAsync($"applications/{id}/federatedIdentityCredentials", good);
        Assert.Equal((409, "Request_MultipleObjectsWithSameKeyValue"), await graph.RefusalAsync(HttpMethod.Post, $"applications/{id}/federatedIdentityCredentials", good));
        Assert.Equal((409, "Request_MultipleObjectsWithSameKeyValue"), await graph.RefusalAsync(HttpMethod.Post, $"applications/{id}/federatedIdentityCredentials", new { name = "other", good.issuer, good.subject, good.audiences }));
        Assert.Equal((400, "Request_BadRequest"), await graph.RefusalAsync(HttpMethod.Post, $"applications/{id}/federatedIdentityCredentials", new { name = "bad", good.issuer, good.audiences }));
        Assert.Equal((400, "Request_BadRequest"), await graph.RefusalAsync(HttpMethod.Post, $"applications/{id}/federatedIdentityCredentials", new { name = "odd", good.issuer, subject = "s", good.audiences, secret = "x" }));
        Assert.Equal((204, ""), await graph.RefusalAsync(HttpMethod.Patch, $"applications/{id}/federatedIdentityCredentials/github", new { subject = "repo:a/b:pull_request" }));
        JsonElement list = (await graph.GetAsync($"applications/{id}/federatedIdentityCredentials")).GetProperty("value");
        Assert.Equal("repo:a/b:pull_request", list[0].GetProperty("subject").GetString());
        Assert.Equal((204, ""), await graph.RefusalAsync(HttpMethod.Delete, $"applications/{id}/federatedIdentityCredentials/{made.GetProperty("id").GetString()}"));
        Assert.Empty((await graph.GetAsync($"applications/{id}/federatedIdentityCredentials")).GetProperty("value").EnumerateArray());
    }

    [Fact]
    public async Task Owners_are_added_once_listed_and_removed()
    {
        string id = (await graph.PostAsync("applications", new { displayName = "Owned", signInAudience = "AzureADMyOrg" })).GetProperty("id").GetString()!;
        string bob = server.Users[1].ObjectId.ToString();
        var reference = new Dictionary<string, string> { ["@odata.id"] = $"{server.Info.Graph}/v1.0/directoryObjects/{bob}" };
        Assert.Equal((204, ""), await graph.RefusalAsync(HttpMethod.Post, $"applications/{id}/owners/$ref", reference));
        Assert.Equal((400, "Request_BadRequest"), await graph.RefusalAsync(HttpMethod.Post, $"applications/{id}/owners/$ref", reference));
        JsonElement owner = (await graph.GetAsync($"applications/{id}/owners?$select=id,displayName,userPrincipalName")).GetProperty("value")[0];
        Assert.Equal("bob@contoso.test", owner.GetProperty("userPrincipalName").GetString());
        Assert.Equal((204, ""), await graph.RefusalAsync(HttpMethod.Delete, $"applications/{id}/owners/{bob}/$ref"));
        Assert.Equal((404, "Request_ResourceNotFound"), await graph.RefusalAsync(HttpMethod.Delete, $"applications/{id}/owners/{bob}/$ref"));
    }

    [Theory]
    [InlineData("publicClient", "redirectUrls")]
    [InlineData("web", "redirectUri")]
    [InlineData("api", "accessTokenVersion")]
    [InlineData("spa", "uris")]
    public async Task A_property_that_Graph_does_not_have_is_refused_however_deep(string part, string property)
    {
        var body = new Dictionary<string, object> { ["displayName"] = "Odd", ["signInAudience"] = "AzureADMyOrg", [part] = new Dictionary<string, object> { [property] = 2 } };
        Assert.Equal((400, "Request_BadRequest"), await graph.RefusalAsync(HttpMethod.Post, "applications", body));
    }

    [Fact]
    public async Task The_tenants_rules_can_be_read_by_who_may_read_policies()
    {
        Assert.Equal((403, "Authorization_RequestDenied"), await graph.RefusalAsync(HttpMethod.Get, "policies/authorizationPolicy"));

        using SandboxGraph reader = await SandboxGraph.SignInAsync(server, "14d82eec-204b-4c2f-b7e8-296a70dab67e", "https://graph.microsoft.com/Policy.Read.All");
        server.UserConsentAllowed = false;
        server.ConditionalAccess.BlockDeviceCode = true;
        JsonElement policy = await reader.GetAsync("policies/authorizationPolicy");
        Assert.Empty(policy.GetProperty("defaultUserRolePermissions").GetProperty("permissionGrantPoliciesAssigned").EnumerateArray());
        JsonElement rule = Assert.Single((await reader.GetAsync("identity/conditionalAccess/policies")).GetProperty("value").EnumerateArray());
        Assert.Equal("deviceCodeFlow", rule.GetProperty("conditions").GetProperty("authenticationFlows").GetProperty("transferMethods").GetString());
        Assert.Equal("block", rule.GetProperty("grantControls").GetProperty("builtInControls")[0].GetString());
    }
}
