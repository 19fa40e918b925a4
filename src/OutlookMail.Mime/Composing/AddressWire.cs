using System;
using System.Globalization;

namespace OutlookMail.Mime;

/// <summary>Addresses in the form that goes over the wire.</summary>
internal static class AddressWire
{
    private static readonly IdnMapping Idn = new();

    /// <summary>Whether the address can only be written in UTF-8 (RFC 6531 §3.2): its local part is not ASCII.</summary>
    public static bool NeedsUtf8(string address) => !Ascii.IsAscii(address.Substring(0, Math.Max(address.LastIndexOf('@'), 0)));

    /// <summary>The domain in its ASCII form (RFC 5890) unless UTF-8 is allowed anyway.</summary>
    /// <exception cref="MimeFormatException">The domain has no ASCII form.</exception>
    public static string ForHeader(string address, bool utf8)
    {
        if (utf8 || Ascii.IsAscii(address))
        {
            return address;
        }

        int at = address.LastIndexOf('@');
        try
        {
            return address.Substring(0, at + 1) + Idn.GetAscii(address.Substring(at + 1));
        }
        catch (ArgumentException)
        {
            throw new MimeFormatException("The domain " + address.Substring(at + 1) + " is no valid international name.", at + 1);
        }
    }
}
