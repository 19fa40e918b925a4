using System;

namespace OutlookMail.Mime;

/// <summary>How a body's octets are written (RFC 2045 §6).</summary>
public enum TransferEncoding
{
    /// <summary>7bit, 8bit, binary, none given, or one that nobody defined.</summary>
    Identity,
    Base64,
    QuotedPrintable,
    Uuencode,
    Yenc,
}

internal static class TransferEncodings
{
    /// <param name="field">The field's value, raw.</param>
    public static TransferEncoding Parse(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> value = new ParameterScanner(field).Head;
        if (value.Length >= 2 && value[0] == (byte)'"' && value[value.Length - 1] == (byte)'"')
        {
            value = value.Slice(1, value.Length - 2);
        }

        if (Ascii.EqualsLower(value, "base64"u8))
        {
            return TransferEncoding.Base64;
        }

        if (Ascii.EqualsLower(value, "quoted-printable"u8))
        {
            return TransferEncoding.QuotedPrintable;
        }

        if (Ascii.EqualsLower(value, "x-uuencode"u8) || Ascii.EqualsLower(value, "x-uue"u8)
            || Ascii.EqualsLower(value, "uuencode"u8) || Ascii.EqualsLower(value, "x-uu"u8))
        {
            return TransferEncoding.Uuencode;
        }

        return Ascii.EqualsLower(value, "x-yenc"u8) ? TransferEncoding.Yenc : TransferEncoding.Identity;
    }
}
