using System;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A session to be sealed for an unattended job.</summary>
public sealed class ExportSessionRequest
{
    public ExportSessionRequest(OutlookSession session, string path, TransferKey key)
    {
        Session = session;
        Path = path;
        Key = key;
    }

    public OutlookSession Session { get; }

    public string Path { get; }

    public TransferKey Key { get; }

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A file that every import looks into first; null for none.</summary>
    public string? RevocationList { get; set; }

    public bool Overwrite { get; set; }
}
