using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>
/// The token services that hosts offer to what runs on them, each held to its documented contract: what a request lacks
/// is refused, and the answer has the documented members.
/// </summary>
internal sealed class HostServer : IDisposable
{
    public const string IdentityHeader = "identity-header-of-this-host-7f3a";
    public const string JobToken = "job-token-of-this-run-91bc";
    public const string ServiceConnection = "4cd5a3b2-0000-4000-8000-000000000001";

    private readonly HttpListener listener = new();
    private readonly Func<string, Task<string>> tokenFor;
    private readonly RSA key;

    /// <param name="tokenFor">An access token of the host's identity for a resource.</param>
    /// <param name="key">Signs what GitHub, Azure Pipelines and others would sign.</param>
    public HostServer(Func<string, Task<string>> tokenFor, RSA key)
    {
        this.tokenFor = tokenFor;
        this.key = key;
        Address = Listen();
        _ = ServeAsync();
    }

    /// <summary>http://localhost:port, without a slash.</summary>
    public string Address { get; }

    /// <summary>Path and answer of each request.</summary>
    public ConcurrentQueue<(string Path, int Status)> Requests { get; } = new();

    public void Dispose() => listener.Close();

    /// <summary>A token as an outside provider signs it (RFC 7519), RS256.</summary>
    public string OutsideToken(string issuer, string subject, string audience = "api://AzureADTokenExchange")
    {
        string signed = Part(new { alg = "RS256", typ = "JWT", kid = "1" }) + "." + Part(new
        {
            iss = issuer, sub = subject, aud = audience,
            exp = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds(),
        });
        return signed + "." + Base64Url(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Part<T>(T value) => Base64Url(JsonSerializer.SerializeToUtf8Bytes(value));

    private static string Base64Url(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private string Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            string address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            listener.Prefixes.Clear();
            listener.Prefixes.Add(address + "/");
            try
            {
                listener.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                // Somebody else was quicker with this port.
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                (int status, object body) = await AnswerAsync(context.Request);
                Requests.Enqueue((context.Request.Url!.AbsolutePath, status));
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task<(int Status, object Body)> AnswerAsync(HttpListenerRequest request) => request.Url!.AbsolutePath switch
    {
        "/automation/msi/token" => await IdentityEndpointAsync(request, wantsMetadata: true),
        "/appservice/msi/token" => await IdentityEndpointAsync(request, wantsMetadata: false),
        "/metadata/identity/oauth2/token" => await MetadataServiceAsync(request),
        "/github/token" => GitHub(request),
        "/pipelines/oidctoken" => Pipelines(request),
        _ => (404, new { error = "not_found" }),
    };

    // learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference, and azure-docs'
    // automation/troubleshoot/managed-identity.md, whose requests carry Metadata as well.
    private async Task<(int Status, object Body)> IdentityEndpointAsync(HttpListenerRequest request, bool wantsMetadata)
    {
        NameValueCollection query = request.QueryString;
        if (request.Headers["X-IDENTITY-HEADER"] != IdentityHeader || (wantsMetadata && !IsTrue(request.Headers["Metadata"])))
        {
            return (401, new { statusCode = 401, message = "Unauthorized" });
        }

        if (request.HttpMethod != "GET" || query["resource"] is not { } resource || (!wantsMetadata && query["api-version"] != "2019-08-01"))
        {
            return (400, new { statusCode = 400, message = "A request has api-version and resource." });
        }

        return (200, new
        {
            access_token = await tokenFor(resource),
            client_id = "5e29463d-71da-4fe0-8e69-999b57db23b0",
            expires_on = DateTimeOffset.UtcNow.AddHours(24).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            not_before = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            resource,
            token_type = "Bearer",
        });
    }

    // learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
    private async Task<(int Status, object Body)> MetadataServiceAsync(HttpListenerRequest request)
    {
        NameValueCollection query = request.QueryString;
        if (!IsTrue(request.Headers["Metadata"]))
        {
            return (400, new { error = "invalid_request", error_description = "Required metadata header not specified" });
        }

        if (request.HttpMethod != "GET" || query["api-version"] is null || query["resource"] is not { } resource)
        {
            return (400, new { error = "invalid_request", error_description = "Identity not found or a parameter is missing" });
        }

        return (200, new
        {
            access_token = await tokenFor(resource),
            refresh_token = "",
            expires_in = "86399",
            expires_on = DateTimeOffset.UtcNow.AddHours(24).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            not_before = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            resource,
            token_type = "Bearer",
        });
    }

    // docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect
    private (int Status, object Body) GitHub(HttpListenerRequest request) =>
        request.Headers["Authorization"] != "Bearer " + JobToken || request.HttpMethod != "GET"
            ? (401, new { message = "unauthorized" })
            : (200, new { count = 1, value = OutsideToken(Address + "/github", "repo:contoso/reports:ref:refs/heads/main", request.QueryString["audience"] ?? "https://github.com/contoso") });

    // learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
    private (int Status, object Body) Pipelines(HttpListenerRequest request) =>
        request.Headers["Authorization"] != "Bearer " + JobToken || request.HttpMethod != "POST"
        || request.QueryString["serviceConnectionId"] != ServiceConnection || request.QueryString["api-version"] is null
            ? (401, new { message = "unauthorized" })
            : (200, new { oidcToken = OutsideToken(Address + "/pipelines", "sc://contoso/reports/mail") });

    private static bool IsTrue(string? header) => string.Equals(header, "true", StringComparison.OrdinalIgnoreCase);
}
