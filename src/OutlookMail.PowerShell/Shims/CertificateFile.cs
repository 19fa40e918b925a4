using System.Security.Cryptography.X509Certificates;

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
}
