using System.Security.Cryptography;

namespace OutlookMail.Identity;

/// <summary>PBKDF2-HMAC-SHA-256 (RFC 8018 §5.2).</summary>
internal static class KeyDerivation
{
#if NETSTANDARD2_0
    // .NET Framework's netstandard face has PBKDF2 with SHA-1 only.
    public static byte[] Derive(string passPhrase, byte[] salt, int iterations, int length) => throw SignInException.RequiresPowerShell7("A sealed session");
#else
    public static byte[] Derive(string passPhrase, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(passPhrase, salt, iterations, HashAlgorithmName.SHA256, length);
#endif
}
