using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary>The person at the sandbox's device page, played by the tour: enters the code and accepts, over HTTP as a browser would.</summary>
internal sealed class DeviceCodeApprover(string user) : IConnectEvents, IDisposable
{
    private readonly HttpClient http = new();

    public string UserCode { get; private set; } = "";

    public async Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken)
    {
        UserCode = code.UserCode;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["user_code"] = code.UserCode,
            ["user"] = user,
            ["action"] = "approve",
        });
        using var answer = await http.PostAsync(code.VerificationUri, form, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Verbose(string text)
    {
    }

    public void Warning(string text) => Console.Error.WriteLine(text);

    public void Dispose() => http.Dispose();
}
