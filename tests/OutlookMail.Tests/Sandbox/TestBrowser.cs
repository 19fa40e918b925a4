using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>The browser's part of a sign-in page: posts the answer to the program that listens for it.</summary>
internal static class TestBrowser
{
    // MSAL opens the browser first and listens then. A real browser takes longer than that; this one asks again, and not
    // at once: .NET's HttpListener throws when a connection comes in the very moment it begins to listen.
    private const int Pause = 50;

    public static async Task PostAsync(HttpClient browser, string action, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        while (true)
        {
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
            try
            {
                using var form = new FormUrlEncodedContent(fields);
                using var answer = await browser.PostAsync(action, form, TestContext.Current.CancellationToken);
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nobody listens yet.
            }
        }
    }
}
