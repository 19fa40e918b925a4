using System;
using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

// RFC 9051 §9 body
/// <summary>Takes the structures that servers really send: NIL and missing fields anywhere behind the type, extra ones at the end.</summary>
internal static class BodyStructureReader
{
    private static readonly KeyValuePair<string, string>[] NoParameters = [];
    private static readonly BodyStructure[] NoParts = [];
    private static readonly string[] Numbers = MakeNumbers();

    /// <summary>Null when it cannot be read; the decoder then stands where it stood.</summary>
    public static BodyStructure? TryRead(ref ImapDecoder decoder)
    {
        int start = decoder.Position;
        if (decoder.TryNil())
        {
            return null;
        }

        if (Read(ref decoder, "", "", 0) is { } structure)
        {
            return structure;
        }

        decoder.Position = start;
        return null;
    }

    /// <param name="decoder">At the opening parenthesis.</param>
    /// <param name="section">This part's own number.</param>
    /// <param name="prefix">What the numbers of a multipart's parts begin with.</param>
    /// <param name="depth">How deep this is.</param>
    private static BodyStructure? Read(ref ImapDecoder decoder, string section, string prefix, int depth)
    {
        if (depth > ImapLimits.StructureDepth || !decoder.TryChar('('))
        {
            return null;
        }

        var part = new BodyStructure { Section = section };
        decoder.TrySpace();
        bool read = decoder.Peek == (byte)'(' ? Multipart(ref decoder, part, prefix, depth) : Single(ref decoder, part, depth);
        return read ? part : null;
    }

    private static bool Multipart(ref ImapDecoder decoder, BodyStructure part, string prefix, int depth)
    {
        part.Type = "multipart";
        part.Subtype = "mixed";
        var parts = new List<BodyStructure>(3);
        while (decoder.Peek == (byte)'(')
        {
            string number = parts.Count < Numbers.Length ? Numbers[parts.Count] : (parts.Count + 1).ToString(CultureInfo.InvariantCulture);
            string section = prefix.Length == 0 ? number : prefix + "." + number;
            if (Read(ref decoder, section, section, depth + 1) is not { } child)
            {
                return false;
            }

            parts.Add(child);
            decoder.TrySpace();
        }

        part.Parts = parts.ToArray();
        if (decoder.TryNString(out string? subtype))
        {
            part.Subtype = Lower(subtype, "mixed");
        }

        return (!Next(ref decoder) || Parameters(ref decoder, part, disposition: false)) && Extension(ref decoder, part, hasMd5: false);
    }

    private static bool Single(ref ImapDecoder decoder, BodyStructure part, int depth)
    {
        if (!decoder.TryNString(out string? type) || !Next(ref decoder) || !decoder.TryNString(out string? subtype))
        {
            return false;
        }

        part.Type = Lower(type, "text");
        part.Subtype = Lower(subtype, "plain");
        if (part.Section.Length == 0)
        {
            part.Section = "1";
        }

        if (Next(ref decoder) && !Parameters(ref decoder, part, disposition: false))
        {
            return false;
        }

        if (!Text(ref decoder, out string? id) || !Text(ref decoder, out string? description) || !Text(ref decoder, out string? encoding))
        {
            return false;
        }

        part.Id = id;
        part.Description = description;
        part.Encoding = encoding;
        if (!Number(ref decoder, out long size))
        {
            return false;
        }

        part.Size = size;
        if (part.Type == "message" && part.Subtype is "rfc822" or "global" && Next(ref decoder) && !Message(ref decoder, part, depth))
        {
            return false;
        }

        if (part.Type is "text" && Next(ref decoder) && decoder.Peek is >= (byte)'0' and <= (byte)'9' or (byte)'N' or (byte)'n')
        {
            if (!Number(ref decoder, out long lines))
            {
                return false;
            }

            part.Lines = lines;
        }

        return Extension(ref decoder, part, hasMd5: true);
    }

    // envelope SP body SP body-fld-lines; servers that do not look inside leave all three out.
    private static bool Message(ref ImapDecoder decoder, BodyStructure part, int depth)
    {
        if (decoder.Peek != (byte)'(')
        {
            return true;
        }

        part.Envelope = EnvelopeReader.TryRead(ref decoder);
        if (part.Envelope is null)
        {
            return false;
        }

        if (Next(ref decoder) && decoder.Peek == (byte)'(')
        {
            BodyStructure? inner = Read(ref decoder, part.Section + ".1", part.Section, depth + 1);
            if (inner is null)
            {
                return false;
            }

            part.Parts = [inner];
        }
        else
        {
            decoder.TryNil();
        }

        bool read = Number(ref decoder, out long lines);
        part.Lines = lines;
        return read;
    }

    // [md5] dsp [lang [loc [more]]] and the closing parenthesis
    private static bool Extension(ref ImapDecoder decoder, BodyStructure part, bool hasMd5)
    {
        if (hasMd5 && Next(ref decoder) && decoder.Peek != (byte)'(' && !decoder.TryNil() && !decoder.TrySkipValue())
        {
            return false;
        }

        if (Next(ref decoder) && !Disposition(ref decoder, part))
        {
            return false;
        }

        while (Next(ref decoder))
        {
            if (!decoder.TrySkipValue())
            {
                return false;
            }
        }

        return decoder.TryChar(')');
    }

    // RFC: "(" string SP params ")" or NIL; Exchange also sends (NIL NIL) and a bare string (MailKit ImapUtils).
    private static bool Disposition(ref ImapDecoder decoder, BodyStructure part)
    {
        if (decoder.TryNil())
        {
            return true;
        }

        if (!decoder.TryChar('('))
        {
            bool bare = decoder.TryNString(out string? word);
            part.Disposition = word?.ToLowerInvariant();
            return bare;
        }

        decoder.TrySpace();
        if (!decoder.TryNString(out string? disposition))
        {
            return false;
        }

        part.Disposition = disposition is null ? null : Lower(disposition, "");
        if (Next(ref decoder) && !Parameters(ref decoder, part, disposition: true))
        {
            return false;
        }

        decoder.TrySpace();
        return decoder.TryChar(')');
    }

    private static bool Parameters(ref ImapDecoder decoder, BodyStructure part, bool disposition)
    {
        KeyValuePair<string, string>[] parameters = NoParameters;
        if (decoder.TryChar('('))
        {
            List<KeyValuePair<string, string>>? many = null;
            KeyValuePair<string, string>? first = null;
            while (true)
            {
                decoder.TrySpace();
                if (decoder.TryChar(')'))
                {
                    break;
                }

                if (!decoder.TryNString(out string? name))
                {
                    return false;
                }

                string? value = null;
                if (Next(ref decoder) && !decoder.TryNString(out value))
                {
                    return false;
                }

                var pair = new KeyValuePair<string, string>(name ?? "", value ?? "");
                if (first is null)
                {
                    first = pair;
                }
                else
                {
                    (many ??= [first.Value]).Add(pair);
                }
            }

            parameters = many?.ToArray() ?? (first is { } single ? [single] : NoParameters);
        }
        else if (!decoder.TryNil() && !decoder.TrySkipValue())
        {
            return false;
        }

        if (disposition)
        {
            part.DispositionParameters = parameters;
        }
        else
        {
            part.Parameters = parameters;
        }

        return true;
    }

    /// <summary>Past the space to the next field; false at the end of the list.</summary>
    private static bool Next(ref ImapDecoder decoder)
    {
        decoder.TrySpace();
        return decoder.Peek != (byte)')' && !decoder.AtEnd;
    }

    private static bool Text(ref ImapDecoder decoder, out string? text)
    {
        text = null;
        return !Next(ref decoder) || (decoder.Peek != (byte)'(' && decoder.TryNString(out text));
    }

    private static bool Number(ref ImapDecoder decoder, out long number)
    {
        number = 0;
        if (!Next(ref decoder) || decoder.TryNumber64(out number) || decoder.TryNil())
        {
            return true;
        }

        // Quoted, or "-1" where the server does not know.
        return decoder.Peek != (byte)'(' && decoder.TrySkipValue();
    }

    private static string Lower(string? text, string otherwise)
    {
        if (text is null)
        {
            return otherwise;
        }

        foreach (char c in text)
        {
            if (c is >= 'A' and <= 'Z')
            {
                return Known(text) ?? text.ToLowerInvariant();
            }
        }

        return text;
    }

    // Servers write types in capitals; these would otherwise be a new string for each part of each message.
    private static string? Known(string text) => text switch
    {
        "TEXT" => "text",
        "PLAIN" => "plain",
        "HTML" => "html",
        "MULTIPART" => "multipart",
        "ALTERNATIVE" => "alternative",
        "MIXED" => "mixed",
        "RELATED" => "related",
        "APPLICATION" => "application",
        "IMAGE" => "image",
        "MESSAGE" => "message",
        "RFC822" => "rfc822",
        "ATTACHMENT" => "attachment",
        "INLINE" => "inline",
        _ => null,
    };

    private static string[] MakeNumbers()
    {
        var numbers = new string[32];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (i + 1).ToString(CultureInfo.InvariantCulture);
        }

        return numbers;
    }
}
