using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What is watched.</summary>
public sealed class WatchRequest
{
    /// <summary>Names, well-known names or patterns; each folder takes a connection.</summary>
    public IReadOnlyList<string> Folders { get; set; } = new[] { "INBOX" };

    /// <summary>Which events are told; none means all.</summary>
    public IReadOnlyList<OutlookMailboxEventKind> Kinds { get; set; } = Array.Empty<OutlookMailboxEventKind>();

    /// <summary>How long IDLE is trusted before the server is asked; without IDLE, the time between two questions.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The watch ends then by itself; null for never.</summary>
    public TimeSpan? Timeout { get; set; }
}
