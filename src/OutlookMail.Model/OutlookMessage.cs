using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Model;

/// <summary>One message of a folder, as the server summarises it (RFC 9051 §7.5.2): enough to choose by, without its body.</summary>
public sealed class OutlookMessage
{
    public OutlookMessage(OutlookSession session, string folder, uint uidValidity, uint uid)
    {
        Session = session;
        Folder = folder;
        UidValidity = uidValidity;
        Uid = uid;
    }

    public OutlookSession Session { get; }

    public string Folder { get; private set; }

    /// <summary>The generation of the folder's UIDs (RFC 9051 §2.3.1.1). A message whose value is no longer the folder's is stale.</summary>
    public uint UidValidity { get; private set; }

    public uint Uid { get; private set; }

    public OutlookAddress? From { get; set; }

    public OutlookAddress? Sender { get; set; }

    public IReadOnlyList<OutlookAddress> ReplyTo { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public IReadOnlyList<OutlookAddress> To { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public IReadOnlyList<OutlookAddress> Cc { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public IReadOnlyList<OutlookAddress> Bcc { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public string Subject { get; set; } = "";

    /// <summary>The Date header, with its own zone; null when it is missing or cannot be read.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>INTERNALDATE: when the server took the message in.</summary>
    public DateTimeOffset Received { get; set; }

    /// <summary>Octets as the server states them. Exchange can be wrong by a factor, so it is for people and never for a check.</summary>
    public long Size { get; set; }

    public string[] Flags { get; set; } = Array.Empty<string>();

    public bool IsRead { get; set; }

    public bool IsFlagged { get; set; }

    public bool IsAnswered { get; set; }

    public bool IsDraft { get; set; }

    /// <summary>Message-ID without its angle brackets; null when the message has none.</summary>
    public string? MessageId { get; set; }

    public string? InReplyTo { get; set; }

    /// <summary>True when the body structure names a part to be saved; null when the structure was not asked for.</summary>
    public bool? HasAttachment { get; set; }

    /// <summary>More messages of the same listing may come close behind: whoever reads them may wait to read several at once.</summary>
    internal bool IsListed { get; set; }

    /// <summary>The same message in another place: its copy, or where it was moved to.</summary>
    public OutlookMessage At(string folder, uint uidValidity, uint uid)
    {
        var copy = (OutlookMessage)MemberwiseClone();
        copy.Folder = folder;
        copy.UidValidity = uidValidity;
        copy.Uid = uid;
        return copy;
    }

    /// <summary>The same message with other flags.</summary>
    public OutlookMessage WithFlags(IEnumerable<string> flags)
    {
        var copy = (OutlookMessage)MemberwiseClone();
        copy.Flags = flags.ToArray();
        copy.IsRead = copy.Has("\\Seen");
        copy.IsFlagged = copy.Has("\\Flagged");
        copy.IsAnswered = copy.Has("\\Answered");
        copy.IsDraft = copy.Has("\\Draft");
        return copy;
    }

    public override string ToString() => $"{Received.LocalDateTime:yyyy-MM-dd HH:mm}  {From?.ToString() ?? "(no sender)"}  {Subject}";

    private bool Has(string flag) => Flags.Contains(flag, StringComparer.OrdinalIgnoreCase);
}
