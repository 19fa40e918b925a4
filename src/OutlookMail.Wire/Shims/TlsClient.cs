using System;
using System.IO;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire.Shims;

/// <summary>The client's TLS handshake. Chain and name are always checked; a given CA replaces the machine's roots.</summary>
internal static class TlsClient
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <exception cref="TlsFailedException">The handshake failed, the certificate does not hold, or the version is below TLS 1.2.</exception>
    public static async Task<SslStream> AuthenticateAsync(Stream inner, string host, X509Certificate2? authority, CancellationToken cancellationToken)
    {
        string? refused = null;
        var stream = new SslStream(inner, leaveInnerStreamOpen: false, (_, certificate, chain, errors) =>
        {
            refused = Verify(certificate, chain, errors, authority);
            return refused is null;
        });
        try
        {
            await HandshakeAsync(stream, host, authority, cancellationToken).ConfigureAwait(false);
            // Checked here and not asked for by SslProtocols, so that the system's own policy may be stricter.
#pragma warning disable CA5397, SYSLIB0039, CS0618 // The old versions are named only to be refused.
            if (stream.SslProtocol is SslProtocols.Tls or SslProtocols.Tls11 or SslProtocols.Ssl2 or SslProtocols.Ssl3)
#pragma warning restore CA5397, SYSLIB0039, CS0618
            {
                throw new TlsFailedException(host, TlsFailedException.ProtocolTooOld, null);
            }

            return stream;
        }
        catch (AuthenticationException e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new TlsFailedException(host, refused ?? TlsFailedException.Handshake, e);
        }
        catch (Exception e) when (e is IOException and not TlsFailedException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new TlsFailedException(host, TlsFailedException.Handshake, e);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static string? Verify(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2? authority)
    {
        if (certificate is null || chain is null || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
        {
            return TlsFailedException.NoCertificate;
        }

        bool wrongName = (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0;
        X509ChainStatusFlags status = ChainStatus(certificate, chain, authority);
        if ((status & X509ChainStatusFlags.NotTimeValid) != 0)
        {
            using var held = new X509Certificate2(certificate);
            return DateTime.Now < held.NotBefore ? TlsFailedException.NotYetValid : TlsFailedException.Expired;
        }

        if ((status & X509ChainStatusFlags.Revoked) != 0)
        {
            return TlsFailedException.Revoked;
        }

        if ((status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            return TlsFailedException.UntrustedRoot;
        }

        if (status != X509ChainStatusFlags.NoError)
        {
            return TlsFailedException.InvalidChain;
        }

        return wrongName ? TlsFailedException.NameMismatch : null;
    }

#if NET8_0_OR_GREATER
    private static Task HandshakeAsync(SslStream stream, string host, X509Certificate2? authority, CancellationToken cancellationToken)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (authority is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck, // a private CA rarely publishes a list
                DisableCertificateDownloads = true,
            };
            options.CertificateChainPolicy.CustomTrustStore.Add(authority);
            options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        }

        return stream.AuthenticateAsClientAsync(options, cancellationToken);
    }

    private static X509ChainStatusFlags ChainStatus(X509Certificate certificate, X509Chain chain, X509Certificate2? authority)
    {
        return Combine(chain.ChainStatus);
    }
#else
    private static async Task HandshakeAsync(SslStream stream, string host, X509Certificate2? authority, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(static s => ((SslStream)s).Dispose(), stream);
        try
        {
            await stream.AuthenticateAsClientAsync(host, null, SslProtocols.None, checkCertificateRevocation: false).ConfigureAwait(false);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is IOException or ObjectDisposedException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    // No CustomRootTrust here: build the chain with the CA at hand, accept no status but UntrustedRoot, and only
    // when the root found is the CA byte for byte.
    private static X509ChainStatusFlags ChainStatus(X509Certificate certificate, X509Chain chain, X509Certificate2? authority)
    {
        if (authority is null)
        {
            return Combine(chain.ChainStatus);
        }

        using var own = new X509Chain();
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        own.ChainPolicy.ExtraStore.Add(authority);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        foreach (X509ChainElement element in chain.ChainElements)
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = new X509Certificate2(certificate);
        own.Build(leaf);
        X509ChainStatusFlags status = Combine(own.ChainStatus);
        X509ChainElementCollection elements = own.ChainElements;
        bool rootIsAuthority = elements.Count > 0
            && elements[elements.Count - 1].Certificate.RawData.AsSpan().SequenceEqual(authority.RawData);
        return rootIsAuthority ? status & ~X509ChainStatusFlags.UntrustedRoot : status | X509ChainStatusFlags.UntrustedRoot;
    }
#endif

    private static X509ChainStatusFlags Combine(X509ChainStatus[] all)
    {
        X509ChainStatusFlags flags = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus one in all)
        {
            flags |= one.Status;
        }

        return flags;
    }
}
