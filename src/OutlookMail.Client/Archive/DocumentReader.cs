using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Mime;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>What a message will be found by: its own text, who it is from and to, and the names of its attachments.</summary>
internal static class DocumentReader
{
    // A log of megabytes in a mail is found by its first ones.
    private const int LongestBody = 1_000_000;

    public static MirrorDocument Read(MessageSpool spool)
    {
        using var message = spool.Parse();
        var body = message.GetText() ?? "";
        return new MirrorDocument
        {
            MessageId = message.MessageId,
            Subject = Clean(message.Subject ?? ""),
            Sender = Join(message.From),
            Recipients = Join(message.To.Concat(message.Cc)),
            Attachments = Clean(string.Join("\n", message.Attachments.Select(part => part.FileName).OfType<string>())),
            Body = Clean(body.Length > LongestBody ? body.Substring(0, LongestBody) : body),
        };
    }

    private static string Join(IEnumerable<MimeAddress> addresses) =>
        Clean(string.Join(", ", addresses.Select(address => string.IsNullOrEmpty(address.Name) ? address.Address : address.Name + " <" + address.Address + ">")));

    // SQLite's texts end at a NUL, and half a surrogate pair is no text at all.
    private static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i) && !(i > 0 && char.IsSurrogatePair(text, i - 1))))
            {
                return new string(text.Select((c, at) => IsLost(text, at) ? ' ' : c).ToArray());
            }
        }

        return text;
    }

    private static bool IsLost(string text, int at) =>
        text[at] == '\0' || (char.IsSurrogate(text[at]) && !char.IsSurrogatePair(text, at) && !(at > 0 && char.IsSurrogatePair(text, at - 1)));
}
