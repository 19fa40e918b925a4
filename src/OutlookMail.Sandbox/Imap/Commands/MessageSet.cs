using System;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>The sequence-set argument.</summary>
internal static class MessageSet
{
    public static SequenceSet Read(ref ImapDecoder reader)
    {
        reader.ExpectSpace("sequence-set");
        ReadOnlySpan<byte> text = reader.ExpectAtom("sequence-set");
        return SequenceSet.TryParse(text, out SequenceSet set) ? set : throw ImapCommandException.Arguments();
    }
}
