using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>
/// Every request body of the registration, with each property that Graph's documents name (facts 1.1–1.9), is taken as it
/// stands; and refused with 400 Request_BadRequest when any object in it has one property more, or any value another kind.
/// </summary>
public sealed class GraphBodyTests : IAsyncLifetime
{
    private SandboxServer server = null!;
    private SandboxGraph graph = null!;

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions(), CancellationToken.None);
        graph = await SandboxGraph.SignInAsync(server);
    }

    public async ValueTask DisposeAsync()
    {
        graph.Dispose();
        await server.DisposeAsync();
    }

    // By hand from the documents; {…} is filled in with what the sandbox has made.
    private const string Application = """
        {
          "displayName": "Whole", "description": "d", "notes": "n", "signInAudience": "AzureADMyOrg", "isFallbackPublicClient": true,
          "identifierUris": ["api://whole"], "tags": ["t"],
          "publicClient": { "redirectUris": ["http://localhost", "https://login.microsoftonline.com/common/oauth2/nativeclient"] },
          "web": {
            "redirectUris": ["https://crm.test/cb"], "homePageUrl": "https://crm.test", "logoutUrl": "https://crm.test/out",
            "implicitGrantSettings": { "enableIdTokenIssuance": false, "enableAccessTokenIssuance": false },
            "redirectUriSettings": [{ "uri": "https://crm.test/cb", "index": 0 }]
          },
          "spa": { "redirectUris": ["https://crm.test/spa"] },
          "api": {
            "requestedAccessTokenVersion": 2, "acceptMappedClaims": true, "knownClientApplications": ["11111111-2222-4333-8444-555555555555"],
            "oauth2PermissionScopes": [{ "id": "21111111-2222-4333-8444-555555555555", "isEnabled": true, "type": "User", "value": "v", "adminConsentDescription": "a", "adminConsentDisplayName": "b", "userConsentDescription": "c", "userConsentDisplayName": "d" }],
            "preAuthorizedApplications": [{ "appId": "11111111-2222-4333-8444-555555555555", "delegatedPermissionIds": ["21111111-2222-4333-8444-555555555555"] }]
          },
          "requiredResourceAccess": [{ "resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [{ "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" }] }],
          "keyCredentials": [{ "displayName": "k", "type": "AsymmetricX509Cert", "usage": "Verify", "key": "{certificate}", "startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2027-01-01T00:00:00Z" }]
        }
        """;

    /// <summary>Method, path, body, and what the whole body is answered.</summary>
    public static TheoryData<string, string, string, int> Bodies => new()
    {
        { "POST", "applications", Application, 201 },
        { "PATCH", "applications/{app}", Application, 204 },
        { "POST", "servicePrincipals", """{ "appId": "{fresh}", "displayName": "d", "notes": "n", "tags": ["HideApp"], "accountEnabled": true, "appRoleAssignmentRequired": false }""", 201 },
        { "POST", "applications/{app}/addPassword", """{ "passwordCredential": { "displayName": "s", "startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2036-01-01T00:00:00Z" } }""", 200 },
        { "POST", "applications/{app}/removePassword", """{ "keyId": "{password}" }""", 204 },
        { "POST", "applications/{app}/addKey", """{ "keyCredential": { "type": "AsymmetricX509Cert", "usage": "Verify", "key": "{certificate}" }, "passwordCredential": null, "proof": "no.such.proof" }""", 401 },
        { "POST", "oauth2PermissionGrants", """{ "clientId": "{principal}", "consentType": "AllPrincipals", "principalId": null, "resourceId": "{resource}", "scope": "User.Read" }""", 201 },
        { "PATCH", "oauth2PermissionGrants/{grant}", """{ "scope": "Mail.Read" }""", 204 },
        { "POST", "servicePrincipals/{resource}/appRoleAssignedTo", """{ "principalId": "{principal}", "resourceId": "{resource}", "appRoleId": "810c84a8-4a9e-49e6-bf7d-12d183f40d01" }""", 201 },
        { "POST", "applications/{app}/owners/$ref", """{ "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/{user}" }""", 204 },
        { "POST", "applications/{app}/federatedIdentityCredentials", """{ "name": "f", "issuer": "https://issuer.test", "subject": "s", "audiences": ["api://AzureADTokenExchange"], "description": "d" }""", 201 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_is_taken_whole_and_refused_for_one_property_more_or_of_another_kind(string method, string path, string body, int status)
    {
        var names = await PrepareAsync();
        path = Fill(path, names);
        var whole = JsonNode.Parse(Fill(body, names))!.AsObject();
        var wrong = Wrong(whole).ToArray();

        foreach (var (what, bad) in wrong)
        {
            Assert.Equal((what, (400, "Request_BadRequest")), (what, await graph.RefusalAsync(new HttpMethod(method), path, bad)));
        }

        // An owner's reference is control information alone, which Graph takes anywhere and in any form.
        Assert.True(wrong.Length >= whole.Count, $"{wrong.Length} wrong bodies of {whole.Count} properties");
        using var request = new HttpRequestMessage(new HttpMethod(method), graph.Url(path)) { Content = new StringContent(whole.ToJsonString(), null, "application/json") };
        using var answer = await graph.Http.SendAsync(request);
        Assert.True((int)answer.StatusCode == status, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The body with one thing wrong, for each thing that can be.</summary>
    private static IEnumerable<(string What, JsonNode Body)> Wrong(JsonObject whole)
    {
        foreach (var place in Places(whole, []))
        {
            var copy = whole.DeepClone();
            var at = place.Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
            var said = string.Join('.', place);
            if (at is JsonObject part)
            {
                part["noSuchProperty"] = "x";
                yield return (said + " has one more", copy);
            }

            // Control information is the protocol's, and the document itself can be of no other kind.
            if (place.Count > 0 && said[0] != '@')
            {
                copy = whole.DeepClone();
                at = place.Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
                at.ReplaceWith(at is JsonObject or JsonArray ? JsonValue.Create("text") : JsonNode.Parse("""{ "of": "another kind" }""")!);
                yield return (said + " is of another kind", copy);
            }
        }
    }

    private static IEnumerable<List<object>> Places(JsonNode node, List<object> here)
    {
        yield return here;
        var children = node switch
        {
            JsonObject part => part.Where(p => p.Value is not null).Select(p => ((object)p.Key, p.Value!)),
            JsonArray list => list.Select((item, index) => ((object)index, item!)),
            _ => [],
        };
        foreach (var (step, child) in children)
        {
            foreach (var place in Places(child, [.. here, step]))
            {
                yield return place;
            }
        }
    }

    private async Task<Dictionary<string, string>> PrepareAsync()
    {
        var app = await graph.PostAsync("applications", new { displayName = "There", signInAudience = "AzureADMyOrg" });
        var fresh = await graph.PostAsync("applications", new { displayName = "Fresh", signInAudience = "AzureADMyOrg" });
        var principal = await graph.PostAsync("servicePrincipals", new { appId = app.GetProperty("appId").GetString() });
        var password = await graph.PostAsync($"applications/{app.GetProperty("id").GetString()}/addPassword", new { passwordCredential = new { displayName = "p" } });
        var resource = await graph.GetAsync("servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id");
        var exchange = await graph.GetAsync("servicePrincipals(appId='00000002-0000-0ff1-ce00-000000000000')?$select=id");
        var grant = await graph.PostAsync("oauth2PermissionGrants", new { clientId = principal.GetProperty("id").GetString(), consentType = "AllPrincipals", resourceId = exchange.GetProperty("id").GetString(), scope = "IMAP.AccessAsUser.All" });
        return new()
        {
            ["app"] = app.GetProperty("id").GetString()!,
            ["fresh"] = fresh.GetProperty("appId").GetString()!,
            ["principal"] = principal.GetProperty("id").GetString()!,
            ["password"] = password.GetProperty("keyId").GetString()!,
            ["resource"] = resource.GetProperty("id").GetString()!,
            ["grant"] = grant.GetProperty("id").GetString()!,
            ["user"] = server.Users[1].ObjectId.ToString(),
            ["certificate"] = Certificate(),
        };
    }

    private static string Fill(string text, Dictionary<string, string> names) =>
        names.Aggregate(text, (filled, name) => filled.Replace("{" + name.Key + "}", name.Value, StringComparison.Ordinal));

    private static string Certificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=k", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return Convert.ToBase64String(certificate.RawData);
    }
}
