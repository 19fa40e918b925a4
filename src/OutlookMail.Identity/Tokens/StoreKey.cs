using System;
using System.IO;
using System.Security.Cryptography;

namespace OutlookMail.Identity;

/// <summary>
/// The key of a folder's stores: from OUTLOOKMAIL_STORE_KEY (Base64 of 32 octets, for containers and CI), else from
/// <c>store.key</c> in the folder, else from the system's vault where that was asked for. A new key goes into the vault,
/// or where there is none into the file. Used under the store's lock only.
/// </summary>
internal sealed class StoreKey
{
    public const string Variable = "OUTLOOKMAIL_STORE_KEY";
    public const string FileName = "store.key";

    private readonly string directory;
    private readonly SystemVault? vault;
    private byte[]? secret;

    public StoreKey(string directory, bool useVault)
    {
        this.directory = directory;
        vault = useVault ? new SystemVault(directory) : null;
    }

    /// <summary>Why there is no key although there was one; null when nothing is known.</summary>
    public string? Whereabouts => new SystemVault(directory).IsMarked
        ? "It is in the system's keyring, which this process does not reach: run it in the desktop session, or export its sign-in with Export-OutlookSession."
        : null;

    /// <returns>Null when there is no key yet.</returns>
    public byte[]? Get() => secret ??= FromEnvironment() ?? FromFile() ?? vault?.Read();

    public byte[] GetOrCreate() => Get() ?? (secret = Create());

    private static byte[]? FromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            var key = Convert.FromBase64String(text);
            if (key.Length == AuthenticatedCipher.KeyLength)
            {
                return key;
            }
        }
        catch (FormatException)
        {
            // Said below, without the text.
        }

        throw new TokenStoreException(TokenStoreFailure.KeyInvalid, Variable, Variable + " is not the Base64 of 32 octets.");
    }

    private byte[]? FromFile()
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        if (PrivateFiles.IsLink(path))
        {
            throw new TokenStoreException(TokenStoreFailure.IsLink, path, "The key file is a link; it is not followed.");
        }

        if (PrivateFiles.OthersCanRead(path))
        {
            throw new TokenStoreException(TokenStoreFailure.KeyInvalid, path, "Others than its owner can read the key file: its mode must be 0600.");
        }

        var key = File.ReadAllBytes(path);
        return key.Length == AuthenticatedCipher.KeyLength
            ? key
            : throw new TokenStoreException(TokenStoreFailure.KeyInvalid, path, "The key file does not hold 32 octets.");
    }

    private byte[] Create()
    {
        var key = new byte[AuthenticatedCipher.KeyLength];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(key);
        }

        if (vault?.TryWrite(key) != true)
        {
            AtomicFile.Write(Path.Combine(directory, FileName), key);
        }

        return key;
    }
}
