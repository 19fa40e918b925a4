using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Tasks;

namespace OutlookMail.Client;

/// <summary>
/// The person at the page of a sandbox that answers its own sign-ins: no browser is needed to say what is decided
/// already. The sandbox hands out its answer as JSON, and this carries it to the listener on loopback.
/// </summary>
internal sealed class SandboxVisitor
{
    public async Task OpenAsync(Uri page)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await http.SendAsync(request);
        if (response.Headers.Location is { } back)
        {
            (await http.GetAsync(back)).Dispose();
            return;
        }

        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw SignInErrors.SandboxPageRefused((int)response.StatusCode);
        }

        using var json = JsonDocument.Parse(text);
        var target = new Uri(json.RootElement.GetProperty("redirect_uri").GetString()!);
        var fields = json.RootElement.GetProperty("fields").EnumerateObject();
        using var form = new FormUrlEncodedContent(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value.GetString()!)));
        (await http.PostAsync(target, form)).Dispose();
    }
}
