using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Mime;

/// <summary>A signed message (RFC 8551): whether its content is what was signed, and by whom.</summary>
public sealed class SmimeSignature
{
    private SmimeSignature(MimeEntity? content, bool isIntact, IReadOnlyList<SmimeSigner> signers, string? problem)
    {
        Content = content;
        IsIntact = isIntact;
        Signers = signers;
        Problem = problem;
    }

    /// <summary>What was signed, as a part; null when it could not be unpacked.</summary>
    public MimeEntity? Content { get; }

    /// <summary>Every signature fits the content and the certificate that comes with it.</summary>
    public bool IsIntact { get; }

    public IReadOnlyList<SmimeSigner> Signers { get; }

    /// <summary>What is wrong with the signature; null when it is intact.</summary>
    public string? Problem { get; }

    /// <summary>Checks the signature of multipart/signed or of application/pkcs7-mime; null when the part is not signed.
    /// Never throws on any message, and fetches nothing unless the options allow it.</summary>
    /// <param name="trust">Null: certificates are not checked against authorities.</param>
    public static SmimeSignature? Read(MimeEntity part, SmimeTrustOptions? trust = null)
    {
        if (part.MediaType == "multipart/signed" && part.Children.Count == 2 && IsSignature(part.Children[1].MediaType))
        {
            return Check(part.Children[1].GetContent(), part.Children[0], trust);
        }

        bool isOpaque = part.MediaType is "application/pkcs7-mime" or "application/x-pkcs7-mime"
            && part.ContentType.Parameter("smime-type")?.ToLowerInvariant() is null or "signed-data";
        return isOpaque ? Check(part.GetContent(), null, trust) : null;
    }

    private static bool IsSignature(string type) => type is "application/pkcs7-signature" or "application/x-pkcs7-signature";

    private static SmimeSignature? Check(byte[] signature, MimeEntity? detached, SmimeTrustOptions? trust)
    {
        SignedCms cms;
        try
        {
            // RFC 8551 §3.1.1: signed with CRLF line ends, however a mailbox stored them.
            cms = detached == null ? new SignedCms() : new SignedCms(new ContentInfo(CanonicalLines.Of(detached.OriginalBytes.Span)), detached: true);
            cms.Decode(signature);
        }
        catch (CryptographicException e)
        {
            return detached == null ? null : new SmimeSignature(detached, false, Array.Empty<SmimeSigner>(), e.Message);
        }

        MimeEntity? content = detached ?? Unpack(cms.ContentInfo.Content);
        List<SmimeSigner> signers = new();
        string? problem = cms.SignerInfos.Count == 0 ? "Nobody signed it." : null;
        foreach (SignerInfo signer in cms.SignerInfos)
        {
            try
            {
                signer.CheckSignature(cms.Certificates, verifySignatureOnly: true);
            }
            catch (CryptographicException e)
            {
                problem ??= e.Message;
            }

            signers.Add(Describe(signer, cms.Certificates, trust));
        }

        return new SmimeSignature(content, problem == null, signers, problem);
    }

    private static SmimeSigner Describe(SignerInfo signer, X509Certificate2Collection others, SmimeTrustOptions? trust)
    {
        X509Certificate2? certificate = signer.Certificate;
        SmimeTrust verdict = SmimeTrust.NotChecked;
        string? problem = null;
        if (trust != null && certificate != null)
        {
            verdict = ChainTrust.Check(certificate, others, trust, out problem);
        }

        return new SmimeSigner(certificate, SigningTime(signer), verdict, problem);
    }

    private static DateTimeOffset? SigningTime(SignerInfo signer)
    {
        foreach (CryptographicAttributeObject attribute in signer.SignedAttributes)
        {
            if (attribute.Values.Count > 0 && attribute.Values[0] is Pkcs9SigningTime time)
            {
                try
                {
                    return new DateTimeOffset(DateTime.SpecifyKind(time.SigningTime, DateTimeKind.Utc));
                }
                catch (CryptographicException)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private static MimeEntity Unpack(byte[] content) => MimeMessage.Parse(content).Body;
}
