using System;
using System.Collections.Generic;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

// RFC 9051 §9 flag-list
internal static class FlagList
{
    public static string[] Read(ref ImapDecoder decoder, string element)
    {
        if (decoder.TryNil())
        {
            return [];
        }

        decoder.ExpectChar('(', element);
        List<string>? flags = null;
        while (true)
        {
            decoder.TrySpace();
            if (decoder.TryChar(')'))
            {
                return flags?.ToArray() ?? [];
            }

            (flags ??= []).Add(decoder.ToText(decoder.ExpectAtom(element), escaped: false));
        }
    }
}
