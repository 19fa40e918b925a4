using System;
using System.Collections.Generic;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

internal static class StatusReader
{
    private static readonly (StatusItems Item, string Name)[] Names =
    [
        (StatusItems.Messages, "MESSAGES"),
        (StatusItems.Unseen, "UNSEEN"),
        (StatusItems.UidNext, "UIDNEXT"),
        (StatusItems.UidValidity, "UIDVALIDITY"),
        (StatusItems.Recent, "RECENT"),
        (StatusItems.Deleted, "DELETED"),
        (StatusItems.Size, "SIZE"),
        (StatusItems.HighestModSeq, "HIGHESTMODSEQ"),
        (StatusItems.MailboxId, "MAILBOXID"),
    ];

    public static string Write(StatusItems items)
    {
        var names = new List<string>();
        foreach ((StatusItems item, string name) in Names)
        {
            if ((items & item) != 0)
            {
                names.Add(name);
            }
        }

        return "(" + string.Join(" ", names) + ")";
    }

    /// <param name="decoder">Behind the keyword.</param>
    /// <param name="utf8">Names are not in modified UTF-7.</param>
    public static FolderStatus Read(ref ImapDecoder decoder, bool utf8)
    {
        decoder.ExpectSpace("status");
        string folder = decoder.ExpectAString("status: mailbox");
        if (!utf8)
        {
            ModifiedUtf7.TryDecode(folder, out folder);
        }

        var status = new FolderStatus(folder);
        decoder.ExpectSpace("status");
        decoder.ExpectChar('(', "status-att-list");
        while (!decoder.TryChar(')'))
        {
            decoder.TrySpace();
            ReadOnlySpan<byte> name = decoder.ExpectAtom("status-att-list");
            decoder.ExpectSpace("status-att-list");
            Item(ref decoder, name, status);
            decoder.TrySpace();
        }

        return status;
    }

    private static void Item(ref ImapDecoder decoder, ReadOnlySpan<byte> name, FolderStatus status)
    {
        if (!decoder.TryNumber64(out long value))
        {
            if (Keyword.Is(name, "MAILBOXID") && decoder.TryChar('('))
            {
                status.MailboxId = decoder.ExpectAString("status-att-list: MAILBOXID");
                decoder.ExpectChar(')', "status-att-list: MAILBOXID");
            }
            else if (!decoder.TrySkipValue())
            {
                throw decoder.Error("status-att-list: value");
            }

            return;
        }

        uint number = value > uint.MaxValue ? uint.MaxValue : (uint)value;
        foreach ((StatusItems item, string known) in Names)
        {
            if (!Keyword.Is(name, known))
            {
                continue;
            }

            switch (item)
            {
                case StatusItems.Messages: status.Messages = number; break;
                case StatusItems.Unseen: status.Unseen = number; break;
                case StatusItems.UidNext: status.UidNext = number; break;
                case StatusItems.UidValidity: status.UidValidity = number; break;
                case StatusItems.Recent: status.Recent = number; break;
                case StatusItems.Deleted: status.Deleted = number; break;
                case StatusItems.Size: status.Size = value; break;
                case StatusItems.HighestModSeq: status.HighestModSeq = (ulong)value; break;
            }
        }
    }
}
