using System;

namespace OutlookMail.Mime;

/// <summary>A file that came in no part of its own, made into one so that callers meet one kind of attachment.</summary>
internal static class SyntheticPart
{
    public static MimeEntity Create(string name, string transferEncoding, ReadOnlySpan<byte> body, string? type = null, string? contentId = null, bool isInline = false)
    {
        HeaderWriter header = new(true);
        string safe = Printable(name);
        header.WithParameters("Content-Type", IsType(type) ? type! : FileTypes.ForName(safe), ("name", safe));
        header.WithParameters("Content-Disposition", isInline ? "inline" : "attachment", ("filename", safe));
        header.Structured("Content-Transfer-Encoding", transferEncoding);
        if (contentId != null)
        {
            header.Structured("Content-ID", "<" + Printable(contentId) + ">");
        }

        byte[] head = header.ToBytes();
        byte[] part = new byte[head.Length + 2 + body.Length];
        head.CopyTo(part, 0);
        part[head.Length] = (byte)'\r';
        part[head.Length + 1] = (byte)'\n';
        body.CopyTo(part.AsSpan(head.Length + 2));
        return new MimeEntity(new MessageContext(part, null, 0), 0, null);
    }

    /// <summary>The name comes from a stranger; what the strict writer would refuse becomes a blank.</summary>
    private static string Printable(string name)
    {
        char[] kept = (name.Length == 0 ? "unnamed" : name.Length > 255 ? name.Substring(0, 255) : name).ToCharArray();
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i] < ' ' || kept[i] is (char)127 or '\uFFFD' || char.IsSurrogate(kept[i]))
            {
                kept[i] = '_';
            }
        }

        return new string(kept);
    }

    private static bool IsType(string? type)
    {
        if (type == null || type.StartsWith("message/", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        try
        {
            FileTypes.Check(type);
            return true;
        }
        catch (MimeFormatException)
        {
            return false;
        }
    }
}
