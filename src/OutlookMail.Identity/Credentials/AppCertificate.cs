using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OutlookMail.Identity;

/// <summary>Finds an app's certificate, with its private key, where automation keeps one.</summary>
public static class AppCertificate
{
    // A PFX with a long chain has some kilobytes.
    private const int MaxLength = 1024 * 1024;

    /// <summary>From the personal store of the user, then of the machine.</summary>
    /// <param name="thumbprint">SHA-1 in hexadecimal; spaces and colons between, and the mark that Windows' dialog copies in front, are left out.</param>
    /// <exception cref="SignInException">InvalidSettings: no such certificate, or none with a private key.</exception>
    public static X509Certificate2 FromStore(string thumbprint)
    {
        var wanted = HexOf(thumbprint);
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            if (FindIn(location, wanted) is { } found)
            {
                return WithKey(found, "the certificate store");
            }
        }

        throw SignInException.InvalidSettings("certificate_not_found", $"No certificate with the thumbprint {wanted} is in the personal store of the user or of the machine.");
    }

    /// <summary>From a PFX (PKCS#12) or PEM file; which one it is, its content says.</summary>
    /// <exception cref="SignInException">InvalidSettings: not readable, wrong password, no private key. RequiresPowerShell7: PEM.</exception>
    public static X509Certificate2 FromFile(string path, SecretValue? password = null)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength)
            {
                throw Unreadable(path, "it is too long for one", null);
            }

            return FromBytes(File.ReadAllBytes(path), password, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e.Message, e);
        }
    }

    /// <summary>From Base64 of a PFX or PEM, as a variable of a pipeline holds it.</summary>
    /// <exception cref="SignInException">As for a file.</exception>
    public static X509Certificate2 FromBase64(SecretValue text, SecretValue? password = null)
    {
        const string source = "the Base64 text";
        try
        {
            return FromBytes(Convert.FromBase64String(text.Reveal().Trim()), password, source);
        }
        catch (FormatException)
        {
            throw Unreadable(source, "it is not Base64", null);
        }
    }

    /// <summary>From a file that need not hold a private key (DER, PEM or PFX): enough to seal something to its holder.</summary>
    /// <exception cref="SignInException">InvalidSettings: not readable.</exception>
    public static X509Certificate2 PublicFromFile(string path, SecretValue? password = null)
    {
        try
        {
            return CertificateReaders.ReadPfx(File.ReadAllBytes(path), password?.Reveal());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unreadable(path, e.Message, e);
        }
    }

    private static X509Certificate2 FromBytes(byte[] content, SecretValue? password, string source)
    {
        try
        {
            var isPem = Encoding.ASCII.GetString(content).IndexOf("-----BEGIN ", StringComparison.Ordinal) >= 0;
            return WithKey(isPem
                ? CertificateReaders.ReadPem(Encoding.UTF8.GetString(content), password?.Reveal())
                : CertificateReaders.ReadPfx(content, password?.Reveal()), source);
        }
        catch (CryptographicException e)
        {
            throw Unreadable(source, password is null ? "it is damaged or has a password" : "it is damaged or has another password", e);
        }
    }

    private static X509Certificate2? FindIn(StoreLocation location, string thumbprint)
    {
        try
        {
            using var store = new X509Store(StoreName.My, location);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            var found = store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
            return found.Count > 0 ? found[0] : null;
        }
        catch (CryptographicException)
        {
            // .NET on Linux has no machine-wide personal store, and a new user has none at all.
            return null;
        }
    }

    private static string HexOf(string thumbprint)
    {
        var hex = new StringBuilder(40);
        foreach (var c in thumbprint)
        {
            if (Uri.IsHexDigit(c))
            {
                hex.Append(char.ToUpperInvariant(c));
            }
            else if (c is not (' ' or ':' or '-' or '\u200e'))
            {
                throw SignInException.InvalidSettings("invalid_thumbprint", "The thumbprint holds something else than hexadecimal digits.");
            }
        }

        return hex.Length == 40
            ? hex.ToString()
            : throw SignInException.InvalidSettings("invalid_thumbprint", "The thumbprint does not have 40 hexadecimal digits.");
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string source) => certificate.HasPrivateKey
        ? certificate
        : throw SignInException.InvalidSettings("certificate_without_key", $"The certificate in {source} has no private key.");

    private static SignInException Unreadable(string source, string why, Exception? inner) =>
        new(SignInFailure.InvalidSettings, "certificate_not_readable", $"The certificate in {source} cannot be read: {why.TrimEnd('.')}.", inner);
}
