using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OutlookMail.Client;

namespace OutlookMail.PowerShell.Shims;

/// <summary>Reads a certificate without its key, PEM or DER.</summary>
internal static class CertificateFile
{
    internal static X509Certificate2 Read(string path) =>
#if NET9_0_OR_GREATER
        X509CertificateLoader.LoadCertificateFromFile(path);
#else
        new(path);
#endif

    /// <returns>Null for null.</returns>
    /// <exception cref="Model.OutlookMailException">CertificateNotReadable.</exception>
    internal static X509Certificate2? ReadAuthority(string? path)
    {
        try
        {
            return path is null ? null : Read(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw MailErrors.CertificateNotReadable(path!, e);
        }
    }
}
