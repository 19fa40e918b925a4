using System;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace OutlookMail.Identity;

/// <summary>Windows' own protection for the current user; the store's name is its extra entropy.</summary>
[SupportedOSPlatform("windows")]
internal sealed class DpapiProtector : StoreProtector
{
    protected override byte Letter => (byte)'D';

    protected override byte[] ProtectBody(byte[] content, byte[] associated) =>
        ProtectedData.Protect(content, associated, DataProtectionScope.CurrentUser);

    protected override byte[]? UnprotectBody(ReadOnlySpan<byte> body, byte[] associated, string path)
    {
        try
        {
            return ProtectedData.Unprotect(body.ToArray(), associated, DataProtectionScope.CurrentUser);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
