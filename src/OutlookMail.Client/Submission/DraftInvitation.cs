using System;

namespace OutlookMail.Client;

/// <summary>A meeting that the mail invites its recipients (To and Cc) to, or calls off. The organizer is its sender.</summary>
public sealed class DraftInvitation
{
    public DateTimeOffset Start { get; set; }

    public DateTimeOffset End { get; set; }

    /// <summary>Only the dates count, and End is the day after the last.</summary>
    public bool IsAllDay { get; set; }

    public string? Location { get; set; }

    /// <summary>The same for an invitation, its changes and its cancellation; made when it is null.</summary>
    public string? Uid { get; set; }

    /// <summary>Grows with each change.</summary>
    public int Sequence { get; set; }

    public bool IsCancelled { get; set; }
}
