using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace OutlookMail.Tests.Sandbox.Beside;

/// <summary>The one OAuth script: device code, refresh and client credentials, with what each is refused with. Of an answer its status, its error and the names in it are compared.</summary>
/// <param name="root">Up to and with the tenant.</param>
/// <param name="answer">Signs the person in on a device code, or declines it: page, user code, whether to approve.</param>
internal sealed class OAuthScript(HttpClient http, string root, string clientId, (string Id, string Secret) daemon, Func<Uri, string, bool, Task> answer)
{
    private const string Mail = "https://outlook.office.com/IMAP.AccessAsUser.All";
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    private readonly Dictionary<string, string> answers = [];

    public async Task<Dictionary<string, string>> RunAsync()
    {
        JsonElement code = await StepAsync("device code", "devicecode", ("client_id", clientId), ("scope", Mail + " openid offline_access"));
        await StepAsync("device code without client_id", "devicecode", ("scope", Mail));
        await StepAsync("device code of an unknown client", "devicecode", ("client_id", Guid.Empty.ToString()), ("scope", Mail));
        (string, string)[] poll = [("client_id", clientId), ("grant_type", DeviceGrant), ("device_code", code.GetProperty("device_code").GetString()!)];
        await StepAsync("poll, pending", "token", poll);
        await StepAsync("poll with a code that is none", "token", ("client_id", clientId), ("grant_type", DeviceGrant), ("device_code", "nonsense"));
        await answer(new Uri(code.GetProperty("verification_uri").GetString()!), code.GetProperty("user_code").GetString()!, true);
        JsonElement tokens = await StepAsync("poll, approved", "token", poll);

        string refresh = tokens.GetProperty("refresh_token").GetString()!;
        (string, string)[] redeem = [("client_id", clientId), ("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", Mail + " offline_access openid")];
        JsonElement next = await StepAsync("refresh", "token", redeem);
        Assert.NotEqual(refresh, next.GetProperty("refresh_token").GetString());
        await StepAsync("refresh with the old token", "token", redeem);
        await StepAsync("refresh with a token that is none", "token", ("client_id", clientId), ("grant_type", "refresh_token"), ("refresh_token", "nonsense"), ("scope", Mail));
        await StepAsync("refresh without a token", "token", ("client_id", clientId), ("grant_type", "refresh_token"), ("scope", Mail));
        await StepAsync("poll, redeemed", "token", poll);

        JsonElement second = await StepAsync("device code by MSAL's grant", "devicecode", ("client_id", clientId), ("scope", Mail));
        await answer(new Uri(second.GetProperty("verification_uri").GetString()!), second.GetProperty("user_code").GetString()!, false);
        await StepAsync("poll, declined", "token", ("client_id", clientId), ("grant_type", "device_code"), ("device_code", second.GetProperty("device_code").GetString()!));

        (string, string)[] app = [("client_id", daemon.Id), ("client_secret", daemon.Secret), ("grant_type", "client_credentials"), ("scope", "https://outlook.office365.com/.default")];
        await StepAsync("client credentials", "token", app);
        await StepAsync("client credentials, wrong secret", "token", [.. app.Select(p => p.Item1 == "client_secret" ? (p.Item1, "wrong") : p)]);
        await StepAsync("client credentials, no secret", "token", [.. app.Where(p => p.Item1 != "client_secret")]);
        await StepAsync("a grant that is none", "token", ("client_id", clientId), ("grant_type", "nonsense"));
        await StepAsync("no grant", "token", ("client_id", clientId));
        return answers;
    }

    private async Task<JsonElement> StepAsync(string name, string endpoint, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using HttpResponseMessage response = await http.PostAsync($"{root}/oauth2/v2.0/{endpoint}", form);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        // error_uri is Entra's own: oidc-provider has no such page.
        string names = string.Join(' ', json.RootElement.EnumerateObject().Select(p => p.Name).Where(n => n != "error_uri").Order(StringComparer.Ordinal));
        string error = json.RootElement.TryGetProperty("error", out JsonElement value) ? value.GetString()! + ": " : "";
        answers[name] = $"{(int)response.StatusCode} {error}{names}";
        return json.RootElement.Clone();
    }
}
