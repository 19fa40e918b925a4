using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace OutlookMail.TestServers;

/// <summary>A person at oidc-provider's pages: enters the code, signs in and consents, or declines (eng/test-servers/README.md).</summary>
public static class DevicePage
{
    public static async Task AnswerAsync(Uri page, string userCode, string user, bool approve, X509Certificate2 ca)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { ca },
            },
        };
        using var http = new HttpClient(handler);

        var form = await FormAsync(await http.GetAsync(page));
        var answer = new Dictionary<string, string> { ["xsrf"] = form.Xsrf, ["user_code"] = userCode };
        answer[approve ? "confirm" : "abort"] = "yes";
        var next = await PostAsync(http, form.Action, answer);
        if (!approve)
        {
            return;
        }

        form = await FormAsync(next);
        form = await FormAsync(await PostAsync(http, form.Action, new() { ["prompt"] = "login", ["login"] = user, ["password"] = "any" }));
        await PostAsync(http, form.Action, new() { ["prompt"] = "consent" });
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, Uri action, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return (await http.PostAsync(action, content)).EnsureSuccessStatusCode();
    }

    private static async Task<(Uri Action, string Xsrf)> FormAsync(HttpResponseMessage page)
    {
        var html = await page.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        var action = WebUtility.HtmlDecode(Regex.Match(html, "action=\"([^\"]+)\"").Groups[1].Value);
        var xsrf = Regex.Match(html, "name=\"xsrf\" value=\"([^\"]+)\"").Groups[1].Value;
        return (new Uri(page.RequestMessage!.RequestUri!, action), xsrf);
    }
}
