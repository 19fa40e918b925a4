using System;

namespace OutlookMail.Mime;

/// <summary>Field names that tell a damaged header section from the text of a body.</summary>
internal static class KnownFields
{
    public static bool IsCommon(ReadOnlySpan<byte> name) => Ascii.ToLower(name[0]) switch
    {
        (byte)'b' => Ascii.EqualsLower(name, "bcc"u8),
        (byte)'c' => Ascii.StartsWithLower(name, "content-"u8) || Ascii.EqualsLower(name, "cc"u8),
        (byte)'d' => Ascii.EqualsLower(name, "date"u8) || Ascii.EqualsLower(name, "dkim-signature"u8) || Ascii.EqualsLower(name, "delivered-to"u8),
        (byte)'f' => Ascii.EqualsLower(name, "from"u8),
        (byte)'i' => Ascii.EqualsLower(name, "in-reply-to"u8),
        (byte)'l' => Ascii.StartsWithLower(name, "list-"u8),
        (byte)'m' => Ascii.EqualsLower(name, "message-id"u8) || Ascii.EqualsLower(name, "mime-version"u8),
        (byte)'r' => Ascii.EqualsLower(name, "received"u8) || Ascii.EqualsLower(name, "references"u8)
            || Ascii.EqualsLower(name, "reply-to"u8) || Ascii.EqualsLower(name, "return-path"u8),
        (byte)'s' => Ascii.EqualsLower(name, "subject"u8) || Ascii.EqualsLower(name, "sender"u8),
        (byte)'t' => Ascii.EqualsLower(name, "to"u8) || Ascii.StartsWithLower(name, "thread-"u8),
        (byte)'x' => Ascii.StartsWithLower(name, "x-ms-"u8),
        _ => false,
    };
}
