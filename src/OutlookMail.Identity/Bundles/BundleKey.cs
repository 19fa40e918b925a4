using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OutlookMail.Identity;

/// <summary>What a session is sealed with.</summary>
public abstract class BundleKey
{
    private protected BundleKey()
    {
    }

    internal abstract string Kind { get; }

    /// <summary>A pass phrase, stretched by PBKDF2-HMAC-SHA256 with 600,000 rounds (OWASP's figure of 2023) and a salt of its own.</summary>
    /// <exception cref="BundleException">KeyUnusable: fewer than 12 characters.</exception>
    public static BundleKey PassPhrase(SecretValue passPhrase) => new PassPhraseKey(passPhrase);

    /// <summary>A file of 32 random octets, or of their Base64.</summary>
    /// <exception cref="BundleException">KeyUnusable: something else is in it, or it cannot be read.</exception>
    public static BundleKey KeyFile(string path) => new FileKey(path);

    /// <summary>To a certificate with an RSA key: its public half seals, its private half opens.</summary>
    public static BundleKey Certificate(X509Certificate2 certificate) => new CertificateKey(certificate);

    /// <summary>Makes the content's key for a new bundle, and writes into the header what opening will need.</summary>
    internal abstract byte[] ForSealing(BundleHeader header);

    internal abstract byte[] ForOpening(BundleHeader header);

    private static byte[] Random(int length)
    {
        var octets = new byte[length];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(octets);
        return octets;
    }

    private static byte[] Octets(string? base64)
    {
        try
        {
            return Convert.FromBase64String(base64 ?? "");
        }
        catch (FormatException e)
        {
            throw new BundleException(BundleFailure.NotABundle, "The sealed session's header is damaged.", e);
        }
    }

    private sealed class PassPhraseKey : BundleKey
    {
        private const string Pbkdf2 = "PBKDF2-HMAC-SHA256";
        private const int Rounds = 600_000;
        private const int SaltLength = 16;
        private const int MinLength = 12;

        // A header that asks for less is no protection, one that asks for more is an attack on the reader's time.
        private const int MinRounds = 100_000;
        private const int MaxRounds = 10_000_000;

        private readonly SecretValue passPhrase;

        public PassPhraseKey(SecretValue passPhrase) => this.passPhrase = passPhrase.Reveal().Length >= MinLength
            ? passPhrase
            : throw new BundleException(BundleFailure.KeyUnusable, $"A pass phrase for a sealed session has at least {MinLength} characters.");

        internal override string Kind => nameof(PassPhrase);

        internal override byte[] ForSealing(BundleHeader header)
        {
            var salt = Random(SaltLength);
            header.Algorithm = Pbkdf2;
            header.Iterations = Rounds;
            header.Salt = Convert.ToBase64String(salt);
            return KeyDerivation.Derive(passPhrase.Reveal(), salt, Rounds, AuthenticatedCipher.KeyLength);
        }

        internal override byte[] ForOpening(BundleHeader header) => header is { Algorithm: Pbkdf2, Iterations: >= MinRounds and <= MaxRounds }
            ? KeyDerivation.Derive(passPhrase.Reveal(), Octets(header.Salt), header.Iterations.Value, AuthenticatedCipher.KeyLength)
            : throw new BundleException(BundleFailure.NotABundle, "The sealed session names a key derivation that this version does not do.");
    }

    private sealed class FileKey : BundleKey
    {
        private readonly byte[] key;

        public FileKey(string path) => key = Read(path);

        internal override string Kind => nameof(KeyFile);

        internal override byte[] ForSealing(BundleHeader header) => key;

        internal override byte[] ForOpening(BundleHeader header) => key;

        private static byte[] Read(string path)
        {
            try
            {
                var content = File.ReadAllBytes(path);
                var octets = content.Length == AuthenticatedCipher.KeyLength ? content : Convert.FromBase64String(Encoding.ASCII.GetString(content).Trim());
                if (octets.Length == AuthenticatedCipher.KeyLength)
                {
                    return octets;
                }
            }
            catch (FormatException)
            {
                // Said below.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BundleException(BundleFailure.KeyUnusable, $"The key file {path} cannot be read: {e.Message}", e);
            }

            throw new BundleException(BundleFailure.KeyUnusable, $"The key file {path} holds neither 32 octets nor their Base64.");
        }
    }

    private sealed class CertificateKey(X509Certificate2 certificate) : BundleKey
    {
        private const string Oaep = "RSA-OAEP-SHA256";

        internal override string Kind => nameof(Certificate);

        internal override byte[] ForSealing(BundleHeader header)
        {
            using var rsa = certificate.GetRSAPublicKey() ?? throw new BundleException(BundleFailure.KeyUnusable, "The certificate has no RSA key.");
            var key = Random(AuthenticatedCipher.KeyLength);
            header.Algorithm = Oaep;
            header.Thumbprint = certificate.Thumbprint;
            header.WrappedKey = Convert.ToBase64String(rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256));
            return key;
        }

        internal override byte[] ForOpening(BundleHeader header)
        {
            using var rsa = certificate.HasPrivateKey ? certificate.GetRSAPrivateKey() : null;
            if (rsa is null)
            {
                throw new BundleException(BundleFailure.KeyUnusable, $"The certificate {certificate.Thumbprint} has no private RSA key here.");
            }

            try
            {
                return rsa.Decrypt(Octets(header.WrappedKey), RSAEncryptionPadding.OaepSHA256);
            }
            catch (CryptographicException e)
            {
                throw new BundleException(BundleFailure.WrongKeyOrDamaged, $"The session was sealed to another certificate ({header.Thumbprint}), or it is damaged.", e);
            }
        }
    }
}
