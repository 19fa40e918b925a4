using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Tests.Identity;

/// <summary>Stands where the network would be: keeps what was asked and gives the next answer of the script.</summary>
internal sealed class ScriptedEntra : HttpMessageHandler
{
    public const string Authority = "https://entra.test";
    public const string Tenant = "00000000-aaaa-bbbb-cccc-000000000001";
    public const string UserOid = "0d0d0d0d-0000-4000-8000-000000000001";
    public const string DeviceCode = "device-code-that-is-secret";
    public const string RefreshToken = "refresh-token-that-is-secret";

    private readonly Queue<Func<Request, HttpResponseMessage>> script = new();

    /// <summary>MSAL throttles by client id for the whole process, so each script is another app.</summary>
    public string ClientId { get; } = Guid.NewGuid().ToString();

    public List<Request> Requests { get; } = new();

    public SignInSettings Settings(TokenStore? store = null, string? loginHint = null, TimeProvider? time = null, string tenant = Tenant) => new()
    {
        ClientId = ClientId,
        Tenant = tenant,
        Cloud = new CloudEndpoints { Authority = Authority, Graph = "https://graph.test" },
        Store = store ?? TokenStore.InMemory(),
        LoginHint = loginHint,
        Time = time ?? new JumpingTime(),
        Transport = this,
    };

    public EntraSignIn SignIn(TokenStore? store = null, string? loginHint = null, TimeProvider? time = null) => new(Settings(store, loginHint, time));

    public ScriptedEntra Answers(int status, object body, Action<HttpResponseMessage>? shape = null) => Answers(_ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        shape?.Invoke(response);
        return response;
    });

    public ScriptedEntra Answers(Func<Request, HttpResponseMessage> answer)
    {
        script.Enqueue(answer);
        return this;
    }

    public ScriptedEntra Fails(Exception e) => Answers(_ => throw e);

    public ScriptedEntra GivesDeviceCode(string verificationUri = "https://login.microsoft.com/device") => Answers(200, new
    {
        device_code = DeviceCode,
        user_code = "ABCD-EFGH",
        verification_uri = verificationUri,
        expires_in = 900,
        interval = 0,
        message = "To sign in, open the page and enter the code.",
    });

    public ScriptedEntra Refuses(string error, string? description = null, string? suberror = null, int status = 400) => Answers(status, Error(error, description, suberror));

    public ScriptedEntra GivesToken(
        string scope = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
        string accessToken = "access-token-that-is-secret",
        string user = "ada@contoso.test",
        string oid = UserOid) => Answers(200, Token(scope, accessToken, user, oid));

    public static Dictionary<string, object?> Token(string scope, string accessToken, string? user, string oid) => new()
    {
        ["token_type"] = "Bearer",
        ["scope"] = scope,
        ["expires_in"] = 4000,
        ["ext_expires_in"] = 4000,
        ["access_token"] = accessToken,
        ["refresh_token"] = RefreshToken,
        ["id_token"] = IdToken(user, oid),
        ["client_info"] = Base64Url(JsonSerializer.Serialize(new { uid = oid, utid = Tenant })),
    };

    public static Dictionary<string, object?> Error(string error, string? description, string? suberror)
    {
        var body = new Dictionary<string, object?> { ["error"] = error };
        if (description is not null)
        {
            body["error_description"] = description;
        }

        if (suberror is not null)
        {
            body["suberror"] = suberror;
        }

        return body;
    }

    public static string IdToken(string? user, string oid)
    {
        var claims = new Dictionary<string, object?>
        {
            ["aud"] = "app",
            ["iss"] = $"{Authority}/{Tenant}/v2.0",
            ["oid"] = oid,
            ["tid"] = Tenant,
            ["sub"] = "sub",
            ["ver"] = "2.0",
        };
        if (user is not null)
        {
            claims["preferred_username"] = user;
            claims["email"] = user;
        }

        return Base64Url("""{"alg":"none","typ":"JWT"}""") + "." + Base64Url(JsonSerializer.Serialize(claims)) + ".";
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var seen = new Request(request.Method, request.RequestUri!, request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct), request.Headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value)));
        Requests.Add(seen);
        if (script.Count == 0)
        {
            throw new InvalidOperationException($"The script has no answer for {seen.Method} {seen.Uri}.");
        }

        return script.Dequeue()(seen);
    }

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    internal sealed record Request(HttpMethod Method, Uri Uri, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public string? Field(string name) => Body.Split('&').Select(p => p.Split('=', 2)).Where(p => p[0] == name).Select(p => WebUtility.UrlDecode(p[1])).FirstOrDefault();

        public string? QueryField(string name) => Uri.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).Where(p => p[0] == name).Select(p => WebUtility.UrlDecode(p[1])).FirstOrDefault();
    }
}
