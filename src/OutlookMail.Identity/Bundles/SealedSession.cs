using System;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace OutlookMail.Identity;

/// <summary>
/// The file of a sealed session: a line of JSON that says how it is sealed, then a line of Base64 with the content under
/// AES-256-GCM. The first line is part of what is sealed.
/// </summary>
internal static class SealedSession
{
    // A session has some ten kilobytes.
    private const int MaxLength = 16 * 1024 * 1024;

    public static byte[] Seal(byte[] content, BundleKey key, DateTimeOffset createdOn, DateTimeOffset expiresOn, string? revocationList = null)
    {
        AuthenticatedCipher.Require();
        var header = new BundleHeader
        {
            Format = BundleHeader.FormatName,
            Version = BundleHeader.CurrentVersion,
            Id = Guid.NewGuid(),
            CreatedOn = createdOn,
            ExpiresOn = expiresOn,
            RevocationList = revocationList,
            KeyKind = key.Kind,
            Cipher = BundleHeader.Aes256Gcm,
        };
        var secret = key.ForSealing(header);
        var open = JsonSerializer.SerializeToUtf8Bytes(header, JsonDocumentOptions.Compact);
        var box = AuthenticatedCipher.Seal(secret, content, open);
        return open.Concat(Encoding.ASCII.GetBytes("\n" + Convert.ToBase64String(box) + "\n")).ToArray();
    }

    public static BundleHeader ReadHeader(byte[] file) => Split(file).Header;

    public static byte[] Open(byte[] file, BundleKey key, DateTimeOffset now, out BundleHeader header)
    {
        AuthenticatedCipher.Require();
        (header, var open, var box) = Split(file);
        if (header.KeyKind != key.Kind)
        {
            throw new BundleException(BundleFailure.OtherKeyKind, $"The session is sealed with a {header.KeyKind}, and a {key.Kind} was given.");
        }

        // The time is looked at once the seal proves it.
        var content = AuthenticatedCipher.Open(key.ForOpening(header), box, open)
            ?? throw new BundleException(BundleFailure.WrongKeyOrDamaged, "The session cannot be opened: the key is another one, or the file was changed.");
        return now < header.ExpiresOn
            ? content
            : throw new BundleException(BundleFailure.Expired, FormattableString.Invariant($"The sealed session ended on {header.ExpiresOn:u}. Export it again."));
    }

    private static (BundleHeader Header, byte[] Open, byte[] Box) Split(byte[] file)
    {
        var end = file.Length > MaxLength ? -1 : Array.IndexOf(file, (byte)'\n');
        try
        {
            if (end > 0 && JsonSerializer.Deserialize<BundleHeader>(file.AsSpan(0, end)) is { Format: BundleHeader.FormatName, Version: BundleHeader.CurrentVersion, Cipher: BundleHeader.Aes256Gcm } header)
            {
                return (header, file.AsSpan(0, end).ToArray(), Convert.FromBase64String(Encoding.ASCII.GetString(file, end + 1, file.Length - end - 1).Trim()));
            }
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new BundleException(BundleFailure.NotABundle, "The file is no sealed session, or it is damaged.", e);
        }

        throw new BundleException(BundleFailure.NotABundle, "The file is no sealed session of a version that this module knows.");
    }
}
