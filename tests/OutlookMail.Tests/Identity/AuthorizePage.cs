using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Identity;

/// <summary>A person with a browser at oidc-provider's authorize pages: signs in, consents, and lets the last page post its answer.</summary>
internal static class AuthorizePage
{
    public static async Task AnswerAsync(Uri authorize, string user, X509Certificate2 ca)
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
        using var browser = new HttpClient(handler);

        var page = await browser.GetAsync(authorize);
        foreach (var answer in new Dictionary<string, string>[]
        {
            new() { ["prompt"] = "login", ["login"] = user, ["password"] = "any" },
            new() { ["prompt"] = "consent" },
        })
        {
            page = await PostAsync(browser, page, answer);
        }

        await PostAsync(browser, page, []);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, HttpResponseMessage page, Dictionary<string, string> answer)
    {
        var html = await page.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        var action = WebUtility.HtmlDecode(Regex.Match(html, "action=\"([^\"]+)\"").Groups[1].Value);
        var hidden = Regex.Matches(html, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"").Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)));
        using var form = new FormUrlEncodedContent(hidden.Where(h => !answer.ContainsKey(h.Key)).Concat(answer));
        return await browser.PostAsync(new Uri(page.RequestMessage!.RequestUri!, action), form);
    }
}
