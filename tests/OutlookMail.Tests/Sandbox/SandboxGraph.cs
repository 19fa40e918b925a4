using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Graph at a sandbox, called as the Azure CLI's client by its first user.</summary>
internal sealed class SandboxGraph : IDisposable
{
    public const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    private readonly SandboxServer server;

    private SandboxGraph(SandboxServer server, string token)
    {
        this.server = server;
        Http = SandboxHttp.For(server);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Http { get; }

    public static IPublicClientApplication PublicApp(SandboxServer server, string clientId, string? redirectUri = null)
    {
        PublicClientApplicationBuilder builder = PublicClientApplicationBuilder.Create(clientId)
            .WithAuthority($"{server.Info.Authority}/{server.Info.Tenant}/", validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new SandboxHttp(server));
        return (redirectUri is null ? builder : builder.WithRedirectUri(redirectUri)).Build();
    }

    public static async Task<SandboxGraph> SignInAsync(SandboxServer server, string clientId = AzureCli, string scope = "https://graph.microsoft.com/.default")
    {
        AuthenticationResult result = await PublicApp(server, clientId)
            .AcquireTokenWithDeviceCode([scope], code =>
            {
                if (server.Options.Approval == SandboxApproval.Page)
                {
                    server.Approve(code.UserCode, server.Info.Users[0]);
                }

                return Task.CompletedTask;
            }).ExecuteAsync();
        return new SandboxGraph(server, result.AccessToken);
    }

    public string Url(string path) => $"{server.Info.Graph}/v1.0/{path}";

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using HttpResponseMessage answer = await Http.PostAsJsonAsync(Url(path), body);
        return await ReadAsync(answer);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync(Url(path));
        return await ReadAsync(answer);
    }

    /// <summary>Status and error code of a refusal.</summary>
    public async Task<(int Status, string Code)> RefusalAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, Url(path)) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text.Length == 0 ? "{\"error\":{\"code\":\"\"}}" : text);
        return ((int)answer.StatusCode, json.RootElement.GetProperty("error").GetProperty("code").GetString()!);
    }

    /// <summary>App, service principal, secret, certificate when given, and the two mail roles unless they are not wanted.</summary>
    public async Task<(string AppId, string Secret, string PrincipalId)> RegisterDaemonAsync(string name, X509Certificate2? certificate, bool withRoles = true)
    {
        JsonElement app = await PostAsync("applications", new
        {
            displayName = name,
            signInAudience = "AzureADMyOrg",
            keyCredentials = certificate is null ? [] : new object[] { new { type = "AsymmetricX509Cert", usage = "Verify", key = Convert.ToBase64String(certificate.RawData) } },
        });
        string appId = app.GetProperty("appId").GetString()!;
        JsonElement principal = await PostAsync("servicePrincipals", new { appId });
        string principalId = principal.GetProperty("id").GetString()!;
        JsonElement password = await PostAsync($"applications/{app.GetProperty("id").GetString()}/addPassword", new { passwordCredential = new { displayName = "first" } });
        JsonElement exchange = await GetAsync("servicePrincipals(appId='00000002-0000-0ff1-ce00-000000000000')?$select=id,appRoles");
        foreach (JsonElement role in exchange.GetProperty("appRoles").EnumerateArray())
        {
            if (withRoles && role.GetProperty("value").GetString() is "IMAP.AccessAsApp" or "SMTP.SendAsApp")
            {
                string resourceId = exchange.GetProperty("id").GetString()!;
                await PostAsync($"servicePrincipals/{resourceId}/appRoleAssignedTo", new { principalId, resourceId, appRoleId = role.GetProperty("id").GetString() });
            }
        }

        return (appId, password.GetProperty("secretText").GetString()!, principalId);
    }

    public void Dispose() => Http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
