using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>How an app proves who it is, without a person.</summary>
public abstract class AppCredential
{
    private protected AppCredential()
    {
    }

    /// <summary>The word for it in sessions and traces: ClientSecret, Certificate, Federation.</summary>
    public abstract string Kind { get; }

    /// <summary>A client secret: the secret's value, and not its id.</summary>
    public static AppCredential Secret(SecretValue secret) => new SecretCredential(secret);

    /// <summary>A certificate with its private key, which signs an assertion (RFC 7523 §2.2).</summary>
    /// <param name="certificate">Registered with the app; its private key stays here.</param>
    /// <param name="sendChain">Sends the certificate along (x5c), for apps that trust a subject name and issuer.</param>
    /// <exception cref="SignInException">InvalidSettings: there is no private key.</exception>
    public static AppCredential Certificate(X509Certificate2 certificate, bool sendChain = false) => certificate.HasPrivateKey
        ? new CertificateCredential(certificate, sendChain)
        : throw SignInException.InvalidSettings("certificate_without_key", $"The certificate {certificate.Thumbprint} has no private key here.");

    /// <summary>A token of another identity provider that the app's registration trusts (workload identity federation).</summary>
    public static AppCredential Federation(OutsideToken source) => new FederationCredential(source);

    /// <param name="builder">Gets the credential.</param>
    /// <param name="proxy">For a credential that comes over HTTP.</param>
    internal abstract ConfidentialClientApplicationBuilder Apply(ConfidentialClientApplicationBuilder builder, EntraProxy? proxy);

    private sealed class SecretCredential(SecretValue secret) : AppCredential
    {
        public override string Kind => "ClientSecret";

        internal override ConfidentialClientApplicationBuilder Apply(ConfidentialClientApplicationBuilder builder, EntraProxy? proxy) =>
            builder.WithClientSecret(secret.Reveal());
    }

    private sealed class CertificateCredential(X509Certificate2 certificate, bool sendChain) : AppCredential
    {
        public override string Kind => "Certificate";

        internal override ConfidentialClientApplicationBuilder Apply(ConfidentialClientApplicationBuilder builder, EntraProxy? proxy) =>
            builder.WithCertificate(certificate, sendChain);
    }

    private sealed class FederationCredential(OutsideToken source) : AppCredential
    {
        public override string Kind => "Federation";

        internal override ConfidentialClientApplicationBuilder Apply(ConfidentialClientApplicationBuilder builder, EntraProxy? proxy) =>
            builder.WithClientAssertion((AssertionRequestOptions options) => source.GetAsync(proxy, options.CancellationToken));
    }
}
