using System;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Mime;

/// <summary>Encrypted messages (RFC 8551 §3.3).</summary>
public static class SmimeDecryption
{
    public static bool IsEncrypted(MimeEntity part) =>
        part.MediaType is "application/pkcs7-mime" or "application/x-pkcs7-mime"
        && part.ContentType.Parameter("smime-type")?.ToLowerInvariant() is "enveloped-data" or null
        && Decode(part) != null;

    /// <summary>What was encrypted, as a part; often a signed one. Null when the part is not encrypted.</summary>
    /// <param name="certificates">With their private keys; the fitting one is found.</param>
    /// <exception cref="CryptographicException">None of the keys opens it, or it was damaged.</exception>
    public static MimeEntity? Decrypt(MimeEntity part, X509Certificate2Collection certificates)
    {
        if (part.MediaType is not ("application/pkcs7-mime" or "application/x-pkcs7-mime") || Decode(part) is not EnvelopedCms cms)
        {
            return null;
        }

        cms.Decrypt(certificates);
        return MimeMessage.Parse(cms.ContentInfo.Content).Body;
    }

    private static EnvelopedCms? Decode(MimeEntity part)
    {
        try
        {
            EnvelopedCms cms = new();
            cms.Decode(part.GetContent());
            return cms;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
