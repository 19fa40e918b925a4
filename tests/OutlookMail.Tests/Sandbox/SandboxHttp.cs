using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;
using OutlookMail.Sandbox;

namespace OutlookMail.Tests.Sandbox;

/// <summary>An HttpClient that trusts one sandbox's CA and nothing else, in the shape MSAL takes it.</summary>
internal sealed class SandboxHttp : IMsalHttpClientFactory
{
    private readonly HttpClient client;

    public SandboxHttp(SandboxServer server)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { server.CertificateAuthority },
        };
        client = new HttpClient(handler);
    }

    public HttpClient GetHttpClient() => client;

    public static HttpClient For(SandboxServer server) => new SandboxHttp(server).client;
}
