using System;
using System.Collections.Generic;
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
    // MSAL begins to listen once the page is open, so the first tries can come too early.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Tries = 200;

    public async Task OpenAsync(Uri page)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        Func<Task> answer;
        try
        {
            answer = await AnswerAsync(http, page);
        }
        catch
        {
            http.Dispose();
            throw;
        }

        _ = DeliverAsync(http, answer);
    }

    private static async Task<Func<Task>> AnswerAsync(HttpClient http, Uri page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await http.SendAsync(request);
        if (response.Headers.Location is { } back)
        {
            return async () => (await http.GetAsync(back)).Dispose();
        }

        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw SignInErrors.SandboxPageRefused((int)response.StatusCode);
        }

        using var json = JsonDocument.Parse(text);
        var target = new Uri(json.RootElement.GetProperty("redirect_uri").GetString()!);
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var field in json.RootElement.GetProperty("fields").EnumerateObject())
        {
            fields.Add(new KeyValuePair<string, string>(field.Name, field.Value.GetString()!));
        }

        return async () =>
        {
            using var form = new FormUrlEncodedContent(fields);
            (await http.PostAsync(target, form)).Dispose();
        };
    }

    private static async Task DeliverAsync(HttpClient http, Func<Task> answer)
    {
        using (http)
        {
            for (var i = 0; i < Tries; i++)
            {
                try
                {
                    await answer();
                    return;
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(Pause);
                }
            }
        }
    }
}
