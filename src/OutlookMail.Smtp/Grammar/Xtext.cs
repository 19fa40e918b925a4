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

    /// <summary>False when <paramref name="xtext"/> has an octet that xtext may not hold or a broken escape.</summary>
    public static bool TryDecode(string xtext, out string text)
    {
        text = string.Empty;
        var octets = new byte[xtext.Length];
        int length = 0;
        for (int i = 0; i < xtext.Length; i++)
        {
            char c = xtext[i];
            if (c is <= ' ' or > '~' or '=')
                return false;
            if (c != '+')
            {
                octets[length++] = (byte)c;
                continue;
            }

            // RFC 3461 §4: upper-case digits only; the lower-case ones that some clients send mean the same.
            if (i + 2 >= xtext.Length
                || !byte.TryParse(xtext.Substring(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octets[length]))
                return false;
            length++;
            i += 2;
        }

        text = Encoding.UTF8.GetString(octets, 0, length);
        return true;
    }
}
