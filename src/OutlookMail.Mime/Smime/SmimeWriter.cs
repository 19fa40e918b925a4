using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Mime;

/// <summary>The cryptographic side of writing S/MIME; the message's structure is not its business.</summary>
internal static class SmimeWriter
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";

    /// <summary>A detached signature over the octets.</summary>
    /// <exception cref="CryptographicException">The certificate has no usable private key.</exception>
    public static byte[] Sign(byte[] content, X509Certificate2 certificate, DateTimeOffset time)
    {
        CmsSigner signer = new(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid(Sha256),

            // A whole chain would be built with downloads.
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(time.UtcDateTime));
        SignedCms cms = new(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer, silent: true);
        return cms.Encode();
    }

    /// <exception cref="CryptographicException">A recipient's certificate cannot be encrypted for (RSA keys can).</exception>
    public static byte[] Encrypt(byte[] content, IEnumerable<X509Certificate2> recipients)
    {
        CmsRecipientCollection all = new();
        foreach (X509Certificate2 certificate in recipients)
        {
            all.Add(new CmsRecipient(SubjectIdentifierType.IssuerAndSerialNumber, certificate));
        }

        // RFC 8551 §2.7 asks for AES-GCM first, which the package cannot write; AES-256-CBC is what Outlook reads.
        EnvelopedCms cms = new(new ContentInfo(content), new AlgorithmIdentifier(new Oid(Aes256Cbc)));
        cms.Encrypt(all);
        return cms.Encode();
    }
}
