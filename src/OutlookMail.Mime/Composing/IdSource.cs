using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Unique names for boundaries, Message-IDs and Content-IDs; the same ones again from the same seed.</summary>
internal sealed class IdSource
{
    private readonly string? seed;
    private int count;

    public IdSource(string? seed) => this.seed = seed;

    /// <summary>32 hexadecimal characters.</summary>
    public string Next()
    {
        if (seed == null)
        {
            return Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        }

        using SHA256 hash = SHA256.Create();
        byte[] octets = hash.ComputeHash(Encoding.UTF8.GetBytes(seed + "\n" + (count++).ToString(CultureInfo.InvariantCulture)));
        return BitConverter.ToString(octets, 0, 16).Replace("-", "");
    }

    /// <summary>A boundary that cannot stand in base64 or quoted-printable (RFC 2045 §6.7 suggests "=_").</summary>
    public string Boundary() => "=_" + Next();
}
