using System;

namespace OutlookMail.Model;

/// <summary>A sealed session that was made on this machine. It holds nothing of its content.</summary>
public sealed class OutlookExportedSession
{
    public OutlookExportedSession(Guid exportId) => ExportId = exportId;

    /// <summary>Its id, which stands in the file too.</summary>
    public Guid ExportId { get; }

    /// <summary>Who signed in.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The client id that it signs in by.</summary>
    public string? App { get; set; }

    /// <summary>PassPhrase, KeyFile or Certificate.</summary>
    public string Key { get; set; } = "";

    /// <summary>Where it was written to.</summary>
    public string Path { get; set; } = "";

    public DateTimeOffset CreatedOn { get; set; }

    /// <summary>When it, and every session made with it, ends.</summary>
    public DateTimeOffset ExpiresOn { get; set; }

    /// <summary>The file by which it is called back; null when it cannot be.</summary>
    public string? RevocationList { get; set; }

    public DateTimeOffset? RevokedOn { get; set; }

    public override string ToString() => $"{Owner} until {ExpiresOn:u}";
}
