using System;

namespace OutlookMail.Mime;

/// <summary>Checks of what callers want written into header fields.</summary>
internal static class HeaderValue
{
    /// <exception cref="MimeFormatException">CR, LF, NUL or another control character, with its position.</exception>
    public static void Refuse(string text, string what, bool allowNonAscii)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if ((c < ' ' && c != '\t') || c == 127)
            {
                throw new MimeFormatException(what + " cannot hold line breaks, NUL or other control characters.", i);
            }

            if (!allowNonAscii && c >= 128)
            {
                throw new MimeFormatException(what + " must be ASCII.", i);
            }

            if (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                throw new MimeFormatException(what + " holds half of a surrogate pair.", i);
            }
        }
    }

    /// <exception cref="MimeFormatException">Not an id of RFC 5322 §3.6.4: left@right, no blanks, no brackets.</exception>
    public static void RefuseId(string id, string what)
    {
        for (int i = 0; i < id.Length; i++)
        {
            if (id[i] is <= ' ' or >= (char)127 or '<' or '>')
            {
                throw new MimeFormatException(what + " cannot hold this character.", i);
            }
        }

        if (id.Length is 0 or > 900)
        {
            throw new MimeFormatException(what + " is empty or too long.", 0);
        }
    }

    /// <exception cref="MimeFormatException">Not a field name of RFC 5322 §3.6.8.</exception>
    public static void RefuseName(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] is <= ' ' or >= (char)127 or ':')
            {
                throw new MimeFormatException("A header field's name cannot hold this character.", i);
            }
        }

        if (name.Length is 0 or > 76)
        {
            throw new MimeFormatException("A header field's name is empty or too long.", 0);
        }
    }
}
