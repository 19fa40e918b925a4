using System;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
#if NETSTANDARD2_0
using System.Linq;
using System.Net.Security;
#else
using System.Net.Security;
#endif

namespace OutlookMail.Identity;

/// <summary>The last handler before the network: TLS with the machine's roots, or with one given root and nothing else.</summary>
internal static class EntraHttpHandlers
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1"; // id-kp-serverAuth, RFC 5280 §4.2.1.12

#if NETSTANDARD2_0
    public static HttpMessageHandler Create(X509Certificate2? authority, EntraProxy? proxy)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, Proxy = proxy };
        if (authority is not null)
        {
            handler.ServerCertificateCustomValidationCallback = (_, leaf, sent, errors) => leaf is not null && IsTrusted(leaf, sent, errors, authority);
        }

        return handler;
    }

    // .NET Framework cannot replace the roots of a chain. So the chain is built with the authority at hand as an extra
    // certificate, and "untrusted root" is the one complaint let pass, and only when that root is the authority itself.
    internal static bool IsTrusted(X509Certificate2 leaf, X509Chain? sent, SslPolicyErrors errors, X509Certificate2 authority)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a test authority publishes no revocation list
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.Add(authority);
        if (sent is not null)
        {
            foreach (var element in sent.ChainElements)
            {
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            }
        }

        var built = chain.Build(leaf);
        return (built || chain.ChainStatus.All(s => s.Status == X509ChainStatusFlags.UntrustedRoot)) &&
            chain.ChainElements.Count > 0 &&
            chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData.SequenceEqual(authority.RawData);
    }
#else
    public static HttpMessageHandler Create(X509Certificate2? authority, EntraProxy? proxy)
    {
        var handler = new SocketsHttpHandler
        {
            Proxy = proxy, // null: what the machine's settings or HTTPS_PROXY name
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15), // a long-lived session must see a changed DNS answer
        };
        if (authority is not null)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck, // a test authority publishes no revocation list
                    ApplicationPolicy = { new Oid(ServerAuthentication) },
                },
            };
        }

        return handler;
    }
#endif
}
