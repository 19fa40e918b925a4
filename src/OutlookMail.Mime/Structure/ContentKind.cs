using System;

namespace OutlookMail.Mime;

/// <summary>What the structure needs to know of a Content-Type before anybody asks for it.</summary>
internal readonly struct ContentKind
{
    private ContentKind(bool isMultipart, bool isMessage, bool isDigest)
    {
        IsMultipart = isMultipart;
        IsMessage = isMessage;
        IsDigest = isDigest;
    }

    public bool IsMultipart { get; }

    public bool IsMessage { get; }

    public bool IsDigest { get; }

    public static ContentKind Of(ReadOnlySpan<byte> field, bool inDigest)
    {
        ReadOnlySpan<byte> value = ParameterScanner.TrimBlanks(field);
        if (value.IsEmpty)
        {
            return new ContentKind(false, inDigest, false);
        }

        if (value[0] == (byte)'(')
        {
            value = new ParameterScanner(value).Head;
        }

        if (Ascii.StartsWithLower(value, "multipart/"u8))
        {
            return new ContentKind(true, false, Ascii.StartsWithLower(value.Slice(10), "digest"u8));
        }

        // RFC 6532 §3.7 adds message/global.
        bool isMessage = Ascii.StartsWithLower(value, "message/"u8)
            && (Ascii.StartsWithLower(value.Slice(8), "rfc822"u8) || Ascii.EqualsLower(Token(value.Slice(8)), "global"u8))
            && !Ascii.StartsWithLower(value.Slice(8), "rfc822-"u8);
        return new ContentKind(false, isMessage, false);
    }

    private static ReadOnlySpan<byte> Token(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOfAny((byte)';', (byte)' ', (byte)'(');
        return ParameterScanner.TrimBlanks(end < 0 ? value : value.Slice(0, end));
    }
}
