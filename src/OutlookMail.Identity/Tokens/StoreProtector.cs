using System;
using System.Text;

namespace OutlookMail.Identity;

/// <summary>
/// Turns content into what lies on the disk and back. A file begins with <c>OMS1</c> and a letter for its protection, so
/// that a file of another protection is told apart from a damaged one.
/// </summary>
internal abstract class StoreProtector
{
    private const int HeaderLength = 5;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("OMS1");

    protected abstract byte Letter { get; }

    public static StoreProtector For(TokenProtection protection, string directory) => protection switch
    {
        TokenProtection.PlainText => new PlainProtector(),
        _ when PrivateFiles.IsWindows => new DpapiProtector(),
        _ => new KeyProtector(new StoreKey(directory, useVault: protection == TokenProtection.SystemKey)),
    };

    /// <param name="content">What to protect.</param>
    /// <param name="storeName">Bound to the result where the cipher can do it, so that two files cannot change places.</param>
    public byte[] Protect(byte[] content, string storeName)
    {
        var body = ProtectBody(content, Associated(storeName));
        var file = new byte[HeaderLength + body.Length];
        Magic.CopyTo(file, 0);
        file[Magic.Length] = Letter;
        body.CopyTo(file, HeaderLength);
        return file;
    }

    /// <returns>Null when the file is damaged.</returns>
    /// <exception cref="TokenStoreException">The file is whole but has another protection or another key.</exception>
    public byte[]? Unprotect(byte[] file, string storeName, string path)
    {
        if (file.Length < HeaderLength || !file.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            return null;
        }

        if (file[Magic.Length] != Letter)
        {
            throw new TokenStoreException(TokenStoreFailure.KeyMismatch, path, "The store was written with another protection than the one asked for now.");
        }

        return UnprotectBody(file.AsSpan(HeaderLength), Associated(storeName), path);
    }

    /// <summary>Called before each use, so that a store that could not be written is found before a person has signed in for it.</summary>
    /// <exception cref="SignInException">RequiresPowerShell7.</exception>
    /// <exception cref="TokenStoreException">The key cannot be used.</exception>
    public virtual void CheckUsable()
    {
    }

    protected abstract byte[] ProtectBody(byte[] content, byte[] associated);

    protected abstract byte[]? UnprotectBody(ReadOnlySpan<byte> body, byte[] associated, string path);

    private static byte[] Associated(string storeName) => Encoding.UTF8.GetBytes("OutlookMail/store/1/" + storeName);
}
