using System;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Mime;

/// <summary>Whether a certificate leads to a trusted authority, without the network unless that is allowed.</summary>
internal static class ChainTrust
{
    public static SmimeTrust Check(X509Certificate2 certificate, X509Certificate2Collection others, SmimeTrustOptions options, out string? problem)
    {
        problem = null;
#if NETSTANDARD2_0
        // Here the framework cannot be told not to download issuers from addresses in the certificate.
        return SmimeTrust.NotChecked;
#else
        using X509Chain chain = new();
        X509ChainPolicy policy = chain.ChainPolicy;
        policy.RevocationMode = options.AllowNetwork ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = !options.AllowNetwork;
        policy.ExtraStore.AddRange(others);
        policy.VerificationTime = (options.At ?? DateTimeOffset.Now).LocalDateTime;
        policy.VerificationTimeIgnored = false;
        if (options.Authorities.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(options.Authorities);
        }

        if (chain.Build(certificate))
        {
            return SmimeTrust.Trusted;
        }

        problem = chain.ChainStatus.Length > 0 ? chain.ChainStatus[0].Status.ToString() : "no chain";
        return SmimeTrust.Untrusted;
#endif
    }
}
