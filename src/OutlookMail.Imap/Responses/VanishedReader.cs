using System;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

// RFC 7162 §3.2.10
internal static class VanishedReader
{
    /// <param name="decoder">Behind the keyword.</param>
    /// <param name="gone">The messages that are no more.</param>
    /// <param name="earlier">They went before this session looked: message numbers do not change.</param>
    public static bool TryRead(ref ImapDecoder decoder, out UidSet gone, out bool earlier)
    {
        gone = UidSet.Empty;
        earlier = false;
        decoder.TrySpace();
        if (decoder.TryChar('('))
        {
            earlier = decoder.TryAtom(out ReadOnlySpan<byte> word) && Keyword.Is(word, "EARLIER");
            decoder.TryChar(')');
            decoder.TrySpace();
        }

        return decoder.TryAtom(out ReadOnlySpan<byte> set) && UidSet.TryParse(set, out gone);
    }
}
