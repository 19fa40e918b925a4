using System;
using System.Security.Cryptography;

namespace OutlookMail.Identity;

/// <summary>AES-256-GCM; the file names its key by a hash, so that a wrong key is not taken for damage.</summary>
internal sealed class KeyProtector : StoreProtector
{
    private const int KeyIdLength = 8;

    private readonly StoreKey key;

    public KeyProtector(StoreKey key) => this.key = key;

    protected override byte Letter => (byte)'G';

    public override void CheckUsable()
    {
        AuthenticatedCipher.Require();
        key.Get();
    }

    protected override byte[] ProtectBody(byte[] content, byte[] associated)
    {
        var secret = key.GetOrCreate();
        var id = IdOf(secret);
        var box = AuthenticatedCipher.Seal(secret, content, Bind(associated, id));
        var body = new byte[KeyIdLength + box.Length];
        id.CopyTo(body, 0);
        box.CopyTo(body, KeyIdLength);
        return body;
    }

    protected override byte[]? UnprotectBody(ReadOnlySpan<byte> body, byte[] associated, string path)
    {
        if (body.Length < KeyIdLength)
        {
            return null;
        }

        var secret = key.Get();
        var id = secret is null ? null : IdOf(secret);
        if (!body.Slice(0, KeyIdLength).SequenceEqual(id))
        {
            throw new TokenStoreException(TokenStoreFailure.KeyMismatch, path, secret is null
                ? ("The store is encrypted and its key is not here. " + key.Whereabouts).TrimEnd()
                : "The store was encrypted with another key than the present one.");
        }

        return AuthenticatedCipher.Open(secret!, body.Slice(KeyIdLength), Bind(associated, id!));
    }

    private static byte[] IdOf(byte[] secret)
    {
        using var hash = SHA256.Create();
        return hash.ComputeHash(secret).AsSpan(0, KeyIdLength).ToArray();
    }

    private static byte[] Bind(byte[] associated, byte[] id)
    {
        var bound = new byte[associated.Length + id.Length];
        associated.CopyTo(bound, 0);
        id.CopyTo(bound, associated.Length);
        return bound;
    }
}
