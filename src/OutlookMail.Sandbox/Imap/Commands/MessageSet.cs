using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>The sequence-set argument.</summary>
internal static class MessageSet
{
    /// <param name="isUid">Whether the numbers are UIDs.</param>
    public static SequenceSet Read(ref ImapDecoder reader, SelectedView view, bool isUid)
    {
        reader.ExpectSpace("sequence-set");
        ReadOnlySpan<byte> text = reader.ExpectAtom("sequence-set");
        if (IsSaved(text, view))
        {
            return Saved(view, isUid);
        }

        return SequenceSet.TryParse(text, out SequenceSet set) ? set : throw ImapCommandException.Arguments();
    }

    /// <summary>RFC 5182 §2.1: "$" stands for what the last SEARCH with SAVE found.</summary>
    public static bool IsSaved(ReadOnlySpan<byte> text, SelectedView view) => view.Saved is not null && text.SequenceEqual("$"u8);

    private static SequenceSet Saved(SelectedView view, bool isUid)
    {
        HashSet<uint> uids = view.Saved!;
        List<uint> numbers = [.. Enumerable.Range(0, view.Count).Where(i => uids.Contains(view[i].Uid)).Select(i => isUid ? view[i].Uid : (uint)i + 1)];
        return SequenceSet.TryParse(Encoding.ASCII.GetBytes(NumberRanges.Join(numbers)), out SequenceSet set) ? set : default;
    }
}
