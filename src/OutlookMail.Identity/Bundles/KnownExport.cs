using System;

namespace OutlookMail.Identity;

/// <summary>A sealed session that was made here: what can be told of it, and how it is called back. Nothing of its content.</summary>
public sealed class KnownExport
{
    public Guid Id { get; set; }

    public string Account { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string KeyKind { get; set; } = "";

    /// <summary>Where it was written to.</summary>
    public string Path { get; set; } = "";

    public string? RevocationList { get; set; }

    public DateTimeOffset CreatedOn { get; set; }

    public DateTimeOffset ExpiresOn { get; set; }

    public DateTimeOffset? RevokedOn { get; set; }

    public override string ToString() => Id.ToString();
}
