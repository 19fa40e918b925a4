using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Registration;

/// <summary>The requests of a hand-over, sent as they stand to the sandbox's Graph, make the app that Register-OutlookApp makes with the same parameters.</summary>
public sealed class HandedOverAppTests : IAsyncLifetime
{
    private readonly OutlookClient client = new(TimeProvider.System, _ => null);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-");
    private SandboxServer sandbox = null!;
    private SandboxGraph graph = null!;

    public static TheoryData<string> Cases => [.. Requests.Keys];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Dictionary<string, Func<RegisterAppRequest>> Requests { get; } = new()
    {
        ["device code with the consent of whoever runs it"] = () => new() { Consent = OutlookAppConsent.User },
        ["every sign-in, with the tenant's consent"] = () => new()
        {
            SignIn = OutlookAppSignIn.DeviceCode | OutlookAppSignIn.Interactive | OutlookAppSignIn.Web | OutlookAppSignIn.AppOnly,
            RedirectUris = ["https://crm.test/cb", "https://crm.test/Ü'\"{app.id}"],
            Consent = OutlookAppConsent.Tenant,
            SecretName = "for the 'CRM' {app.id}",
            SecretLifetime = TimeSpan.FromDays(30),
        },
        ["no consent"] = () => new() { SignIn = OutlookAppSignIn.Interactive, Consent = OutlookAppConsent.None },
        ["chosen permissions, one of them doubled"] = () => new() { Permissions = ["POP.AccessAsUser.All", "pop.accessasuser.all", "Mail.Read"], Consent = OutlookAppConsent.Tenant },
        ["work accounts of every tenant"] = () => new() { Audience = OutlookAppAudience.AzureADMultipleOrgs, SignIn = OutlookAppSignIn.Web, RedirectUris = ["https://crm.test/cb"], NoSecret = true, Consent = OutlookAppConsent.None },
        ["work and personal accounts"] = () => new() { Audience = OutlookAppAudience.AzureADandPersonalMicrosoftAccount, SignIn = OutlookAppSignIn.Web, RedirectUris = ["http://localhost/cb"], Consent = OutlookAppConsent.Tenant },
        ["personal accounts"] = () => new() { Audience = OutlookAppAudience.PersonalMicrosoftAccount, SignIn = OutlookAppSignIn.Web, RedirectUris = ["https://crm.test/cb"] },
        ["a federated credential and two owners"] = () => new()
        {
            SignIn = OutlookAppSignIn.AppOnly,
            Owners = ["bob@contoso.test", "ada@contoso.test", "BOB@contoso.test"],
            FederationIssuer = "https://token.actions.githubusercontent.com",
            FederationSubject = "repo:contoso/mail:ref:refs/heads/main",
        },
        ["a certificate"] = () => new() { SignIn = OutlookAppSignIn.AppOnly, Certificate = new AppCertificateRequest { Name = "Mail" } },
    };

    private AppRequest Where => new() { Sandbox = sandbox.Info };

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Ct);
        graph = await SandboxGraph.SignInAsync(sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        graph.Dispose();
        await sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_requests_make_what_Register_makes(string name)
    {
        var what = Requests[name]();
        what.Name = "Ada's \"mail\" Ü {app.id}";
        var handedOver = Requests[name]();
        handedOver.Name = what.Name;
        if (what.Certificate is { } whole)
        {
            (whole.Path, handedOver.Certificate!.Path) = await CertificateAsync();
        }

        var registered = await RegisterAsync(what);
        var wanted = await ShowAsync(registered.ClientId);
        using (var deleted = await graph.Http.DeleteAsync(graph.Url("applications/" + registered.ObjectId), Ct))
        {
            deleted.EnsureSuccessStatusCode();
        }

        var answers = await SendAsync(await client.Apps.HandOverAsync(new AppRequest(), handedOver, OutlookAppExportFormat.GraphJson, Ct));

        Assert.Equal(wanted, await ShowAsync(answers["app.appId"]));
    }

    [Fact]
    public async Task An_app_of_the_same_name_ends_it_before_anything_is_made()
    {
        var what = new RegisterAppRequest { Name = "Ada's mail" };
        await RegisterAsync(what);
        var pack = JsonNode.Parse(await client.Apps.HandOverAsync(new AppRequest(), what, OutlookAppExportFormat.GraphJson, Ct))!;

        var first = pack["requests"]![0]!;
        var answer = await graph.GetAsync(Path(first));

        Assert.Equal("GET", (string)first["method"]!);
        Assert.Equal(1, answer.GetProperty("value").GetArrayLength());
    }

    [Fact]
    public async Task The_permissions_that_it_names_are_enough_and_each_is_needed()
    {
        var what = Requests["a federated credential and two owners"]();
        what.Name = "Pipeline";
        var pack = await client.Apps.HandOverAsync(new AppRequest(), what, OutlookAppExportFormat.GraphJson, Ct);
        string[] named = [.. JsonNode.Parse(pack)!["permissions"]!.AsArray().Select(p => (string)p!)];
        Assert.Equal(["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.Read.All"], named);

        foreach (var missing in named)
        {
            Hold([.. named.Except([missing])]);
            await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(pack));
            await RemoveAllAsync();
        }

        Hold(named);
        await SendAsync(pack);
    }

    /// <summary>As somebody who reads the pack does it: one after another, with the answers put in.</summary>
    private async Task<Dictionary<string, string>> SendAsync(string pack)
    {
        var answers = new Dictionary<string, string>();
        foreach (var request in JsonNode.Parse(pack)!["requests"]!.AsArray())
        {
            using var message = new HttpRequestMessage(new HttpMethod((string)request!["method"]!), graph.Url(Filled(Path(request), answers)));
            message.Content = request["body"] is { } body ? new StringContent(Filled(body.ToJsonString(), answers), Encoding.UTF8, "application/json") : null;
            using var answer = await graph.Http.SendAsync(message, Ct);
            var text = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.IsSuccessStatusCode, $"{request["name"]}: {text}");
            foreach (var (property, value) in text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject())
            {
                answers[$"{request["name"]}.{property}"] = value?.ToString() ?? "";
            }
        }

        return answers;
    }

    // The name and the secret's description hold the text of a place too; in the body that they stand in nothing is filled in.
    private static string Filled(string text, Dictionary<string, string> answers) =>
        answers.Where(a => !text.Contains("displayName", StringComparison.Ordinal)).Aggregate(text, (t, a) => t.Replace("{" + a.Key + "}", a.Value, StringComparison.Ordinal));

    private static string Path(JsonNode request)
    {
        const string Root = "https://graph.microsoft.com/v1.0/";
        Assert.StartsWith(Root, (string)request["url"]!);
        return ((string)request["url"]!)[Root.Length..];
    }

    /// <summary>All that Graph shows of an app but ids, times and the stamps in names.</summary>
    private async Task<string> ShowAsync(string clientId)
    {
        var app = JsonNode.Parse((await graph.GetAsync($"applications(appId='{clientId}')")).GetRawText())!.AsObject();
        var id = (string)app["id"]!;
        var keys = JsonNode.Parse((await graph.GetAsync($"applications/{id}?$select=keyCredentials")).GetRawText())!["keyCredentials"]!.AsArray();
        app["keyCredentials"] = new JsonArray([.. keys.Select(k => Without(k!, "keyId"))]);
        app["passwordCredentials"] = new JsonArray([.. app["passwordCredentials"]!.AsArray().Select(p => new JsonObject
        {
            ["displayName"] = System.Text.RegularExpressions.Regex.Replace((string)p!["displayName"]!, " [0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}$", ""),
            ["days"] = Math.Round((p["endDateTime"]!.GetValue<DateTime>() - p["startDateTime"]!.GetValue<DateTime>()).TotalDays),
        })]);
        var principal = await graph.GetAsync($"servicePrincipals(appId='{clientId}')");
        var principalId = principal.GetProperty("id").GetString();
        app["principal"] = Without(JsonNode.Parse(principal.GetRawText())!, "id", "appId", "createdDateTime", "servicePrincipalNames");
        app["grants"] = await ListAsync($"oauth2PermissionGrants?$filter=clientId eq '{principalId}'", "id", "clientId");
        app["roles"] = await ListAsync($"servicePrincipals/{principalId}/appRoleAssignments", "id", "principalId", "createdDateTime");
        app["owners"] = await ListAsync($"applications/{id}/owners");
        app["federation"] = await ListAsync($"applications/{id}/federatedIdentityCredentials", "id");
        return Without(app, "id", "appId", "createdDateTime").ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private async Task<JsonArray> ListAsync(string path, params string[] without)
    {
        var list = JsonNode.Parse((await graph.GetAsync(path)).GetRawText())!["value"]!.AsArray();
        return new JsonArray([.. list.Select(entry => Without(entry!, without)).OrderBy(entry => entry.ToJsonString(), StringComparer.Ordinal)]);
    }

    private static JsonNode Without(JsonNode node, params string[] names)
    {
        var copy = node.DeepClone().AsObject();
        foreach (var name in names.Append("@odata.context"))
        {
            copy.Remove(name);
        }

        return copy;
    }

    private void Hold(string[] rights) => graph.Http.DefaultRequestHeaders.Authorization =
        new("Bearer", sandbox.IssueToken("ada@contoso.test", "https://graph.microsoft.com", rights));

    private async Task RemoveAllAsync()
    {
        Hold(["Application.ReadWrite.All"]);
        foreach (var app in (await graph.GetAsync("applications?$filter=displayName eq 'Pipeline'")).GetProperty("value").EnumerateArray())
        {
            using var answer = await graph.Http.DeleteAsync(graph.Url("applications/" + app.GetProperty("id").GetString()), Ct);
        }
    }

    /// <returns>With its key, for Register-OutlookApp; without it, for the hand-over.</returns>
    private async Task<(string Whole, string Public)> CertificateAsync()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Mail", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90));
        var (whole, open) = (System.IO.Path.Combine(folder.FullName, "mail.pfx"), System.IO.Path.Combine(folder.FullName, "mail.cer"));
        await File.WriteAllBytesAsync(whole, certificate.Export(X509ContentType.Pfx), Ct);
        await File.WriteAllBytesAsync(open, certificate.RawData, Ct);
        return (whole, open);
    }

    private async Task<OutlookApp> RegisterAsync(RegisterAppRequest what)
    {
        using var work = await client.Apps.PrepareAsync(Where, what, new RecordedAppEvents(), Ct);
        return await work.ApplyAsync(Ct);
    }
}
