using System;

namespace OutlookMail.Store;

/// <summary>How a database file is used.</summary>
public sealed class SqliteOptions
{
    /// <summary>
    /// How long a call waits for another process before it fails as busy. A transaction here takes milliseconds, or as
    /// long as the disk's flush; ten seconds pass only when somebody sits on the file.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A cap on the file, in pages of 4,096 octets; beyond it calls fail as on a full disk. Null for none.</summary>
    public int? MaximumPages { get; set; }
}
