using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>
/// The identity endpoint of App Service and Azure Automation as documented: GET with <c>resource</c> and the secret
/// X-IDENTITY-HEADER. MSAL looks at its process's environment once, so each case asks from a process of its own.
/// </summary>
public sealed class ManagedIdentityTests
{
    private const string Header = "identity-header-that-is-secret";
    private const string UserAssigned = "22222222-3333-4444-5555-666666666666";
    private const string OutputVariable = "OUTLOOKMAIL_TEST_OUTPUT";
    private const string ClientIdVariable = "OUTLOOKMAIL_TEST_CLIENT_ID";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hosts_endpoint_gives_a_token_for_the_mail_resource()
    {
        using var host = new IdentityEndpoint(200, new
        {
            access_token = "managed-token",
            expires_on = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            resource = "https://outlook.office365.com",
            token_type = "Bearer",
        });

        var result = await Ask(host.Variables, null);

        Assert.Equal("managed-token", result.GetProperty("token").GetString());
        Assert.True(result.GetProperty("again").GetBoolean());
        var request = Assert.Single(host.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Equal("https://outlook.office365.com", request.Query["resource"]);
        Assert.Equal(Header, request.Header);
        Assert.Null(request.Query["client_id"]);
    }

    [Fact]
    public async Task A_user_assigned_identity_is_named_by_its_client_id()
    {
        using var host = new IdentityEndpoint(400, new { statusCode = 400, message = "No User Assigned or Delegated Managed Identity found for specified ClientId.", correlationId = "1" });

        var result = await Ask(host.Variables, UserAssigned);

        Assert.Equal(nameof(SignInFailure.Refused), result.GetProperty("failure").GetString());
        Assert.DoesNotContain(Header, result.GetProperty("text").GetString());
        Assert.Equal(UserAssigned, host.Requests[0].Query["client_id"]);
    }

    [Fact]
    public void A_client_id_of_another_shape_is_refused() =>
        Assert.Equal("invalid_client_id", Assert.Throws<SignInException>(() => new ManagedIdentitySignIn("me")).Error);

    [Fact(Explicit = true)]
    public async Task Child()
    {
        var output = new Dictionary<string, object?>();
        using var identity = new ManagedIdentitySignIn(Environment.GetEnvironmentVariable(ClientIdVariable) is { Length: > 0 } id ? id : null);
        try
        {
            output["token"] = (await identity.TokenAsync("https://outlook.office365.com/.default", false, Ct)).AccessToken;
            output["again"] = (await identity.TokenAsync("https://outlook.office365.com", false, Ct)).FromCache;
        }
        catch (SignInException e)
        {
            output["failure"] = e.Failure.ToString();
            output["text"] = e.ToString();
        }

        await File.WriteAllTextAsync(Environment.GetEnvironmentVariable(OutputVariable)!, JsonSerializer.Serialize(output), Ct);
    }

    private static async Task<JsonElement> Ask(IReadOnlyDictionary<string, string> host, string? clientId)
    {
        var output = Path.GetTempFileName();
        try
        {
            using var child = ChildProcess.Start(typeof(ManagedIdentityTests), nameof(Child), new Dictionary<string, string>(host)
            {
                [OutputVariable] = output,
                [ClientIdVariable] = clientId ?? "",
            });
            await child.WaitForExitAsync(Ct);
            Assert.Equal(0, child.ExitCode);
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(output, Ct));
            return json.RootElement.Clone();
        }
        finally
        {
            File.Delete(output);
        }
    }

    private sealed class IdentityEndpoint : IDisposable
    {
        private readonly HttpListener listener;
        private readonly int status;
        private readonly byte[] body;
        private readonly string address;

        public IdentityEndpoint(int status, object body)
        {
            this.status = status;
            this.body = JsonSerializer.SerializeToUtf8Bytes(body);
            (listener, address) = Listen();
            _ = ServeAsync();
        }

        public List<(string Method, System.Collections.Specialized.NameValueCollection Query, string? Header)> Requests { get; } = new();

        public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
        {
            ["IDENTITY_ENDPOINT"] = address + "msi/token/",
            ["IDENTITY_HEADER"] = Header,
        };

        public void Dispose() => listener.Close();

        private static (HttpListener Listener, string Address) Listen()
        {
            while (true)
            {
                using var probe = new TcpListener(IPAddress.Loopback, 0);
                probe.Start();
                var address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/";
                probe.Stop();
                var listener = new HttpListener { Prefixes = { address } };
                try
                {
                    listener.Start();
                    return (listener, address);
                }
                catch (HttpListenerException)
                {
                    listener.Close();
                }
            }
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    Requests.Add((context.Request.HttpMethod, context.Request.QueryString, context.Request.Headers["X-IDENTITY-HEADER"]));
                    context.Response.StatusCode = status;
                    context.Response.ContentType = "application/json";
                    await context.Response.OutputStream.WriteAsync(body);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
