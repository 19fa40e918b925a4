using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>What is copied into the local archive.</summary>
public sealed class SyncRequest
{
    /// <summary>The archive's folder; null for the one in the user's data folder.</summary>
    public string? Path { get; set; }

    /// <summary>Names with the wildcards * and ?; none for every folder.</summary>
    public IReadOnlyList<string> Folders { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> ExcludedFolders { get; set; } = Array.Empty<string>();

    /// <summary>The copy begins with messages received at this moment. Once it is made it can only begin earlier.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Messages that are gone from the server stay, marked so.</summary>
    public bool KeepDeleted { get; set; }

    /// <summary>Reads the whole archive first and mends what is damaged.</summary>
    public bool Verify { get; set; }

    public int Connections { get; set; } = 3;
}
