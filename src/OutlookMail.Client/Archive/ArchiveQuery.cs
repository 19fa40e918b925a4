using System;

namespace OutlookMail.Client;

/// <summary>Which messages of the local archive, newest first. Conditions add up.</summary>
public sealed class ArchiveQuery
{
    /// <summary>The archive's folder; null for the one in the user's data folder.</summary>
    public string? Path { get; set; }

    /// <summary>The sandbox whose archive is meant; null for the user's own.</summary>
    public Guid? SandboxId { get; set; }

    /// <summary>Words, "phrases", word*, -word, OR, and subject:, from:, to:, body:, attachment: before them; null for every message.</summary>
    public string? Text { get; set; }

    /// <summary>Address with * and ?.</summary>
    public string? Mailbox { get; set; }

    /// <summary>Name with * and ?.</summary>
    public string? Folder { get; set; }

    /// <summary>Received at this moment or later.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Received before this moment.</summary>
    public DateTimeOffset? Before { get; set; }

    public bool? HasAttachment { get; set; }

    /// <summary>Messages that are gone from the server are left out.</summary>
    public bool OnServerOnly { get; set; }

    public ulong Skip { get; set; }

    public ulong First { get; set; } = ulong.MaxValue;
}
