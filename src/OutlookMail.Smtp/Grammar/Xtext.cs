using System;
using System.Globalization;
using System.Text;

namespace OutlookMail.Smtp.Grammar;

/// <summary>The encoding of ENVID, ORCPT and AUTH= values: "+" and two hexadecimal digits stand for an octet, RFC 3461 §4.</summary>
public static class Xtext
{
    /// <summary>Encodes printable ASCII; octets outside "!".."~", "+" and "=" become <c>+XX</c>.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (b is > 0x20 and < 0x7F and not ((byte)'+' or (byte)'='))
                encoded.Append((char)b);
            else
                encoded.Append('+').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }
}
