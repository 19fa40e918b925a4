using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Identity;

internal static class CertificateReaders
{
    // The key stays out of the disk where the system can do that. macOS cannot keep a key without a keychain.
    private static X509KeyStorageFlags Flags =>
        System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.OSX)
            ? X509KeyStorageFlags.DefaultKeySet
            : EphemeralKeySet;

#if NETSTANDARD2_0
    private const X509KeyStorageFlags EphemeralKeySet = (X509KeyStorageFlags)0x20; // .NET Framework 4.7.2 has it; the standard doesn't name it

    public static X509Certificate2 ReadPfx(byte[] content, string? password) => new(content, password, Flags);

    public static X509Certificate2 ReadPem(string pem, string? password) => throw SignInException.RequiresPowerShell7("A certificate in PEM");
#else
    private const X509KeyStorageFlags EphemeralKeySet = X509KeyStorageFlags.EphemeralKeySet;

    public static X509Certificate2 ReadPfx(byte[] content, string? password) => new(content, password, Flags);

    public static X509Certificate2 ReadPem(string pem, string? password)
    {
        try
        {
            using var read = password is null
                ? X509Certificate2.CreateFromPem(pem, pem)
                : X509Certificate2.CreateFromEncryptedPem(pem, pem, password);

            // Windows' TLS and signing want a key that came with a PFX.
            return ReadPfx(read.Export(X509ContentType.Pfx), null);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException(e.Message, e);
        }
    }
#endif
}
