using System;

namespace OutlookMail.Client;

/// <summary>How far the work is.</summary>
public sealed class ArchiveProgress
{
    /// <summary>What is done now, for people.</summary>
    public string Activity { get; set; } = "";

    public long Done { get; set; }

    /// <summary>Messages of the whole run as far as they are known by now.</summary>
    public long Total { get; set; }

    /// <summary>Octets so far.</summary>
    public long Bytes { get; set; }

    public double MessagesPerSecond { get; set; }

    public double BytesPerSecond { get; set; }

    /// <summary>Null until there is a rate to reckon by.</summary>
    public TimeSpan? Remaining { get; set; }

    public bool IsOver { get; set; }
}
