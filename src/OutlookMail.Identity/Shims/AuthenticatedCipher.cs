using System;
#if !NETSTANDARD2_0
using System.Security.Cryptography;
#endif

namespace OutlookMail.Identity;

/// <summary>AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce: nonce, tag, ciphertext.</summary>
internal static class AuthenticatedCipher
{
    public const int KeyLength = 32;

#if NETSTANDARD2_0
    // .NET Framework has no authenticated cipher, and one put together here would be a weaker one.
    public static void Require() => throw SignInException.RequiresPowerShell7("An encrypted file");

    public static byte[] Seal(byte[] key, byte[] content, byte[] associated) => throw SignInException.RequiresPowerShell7("An encrypted file");

    public static byte[]? Open(byte[] key, ReadOnlySpan<byte> box, byte[] associated) => throw SignInException.RequiresPowerShell7("An encrypted file");
#else
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <exception cref="SignInException">RequiresPowerShell7: there is no cipher here.</exception>
    public static void Require()
    {
    }

    public static byte[] Seal(byte[] key, byte[] content, byte[] associated)
    {
        var box = new byte[NonceLength + TagLength + content.Length];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, content, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), associated);
        return box;
    }

    /// <returns>Null when the box is damaged or was sealed with another key or for another use.</returns>
    public static byte[]? Open(byte[] key, ReadOnlySpan<byte> box, byte[] associated)
    {
        if (box.Length < NonceLength + TagLength)
        {
            return null;
        }

        var content = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(box.Slice(0, NonceLength), box.Slice(NonceLength + TagLength), box.Slice(NonceLength, TagLength), content, associated);
            return content;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
#endif
}
