namespace OutlookMail.Model;

/// <summary>What became of a message that was to be imported.</summary>
public enum OutlookImportStatus
{
    /// <summary>The server took it.</summary>
    Imported,

    /// <summary>The folder holds it already; nothing was done.</summary>
    Duplicate,
}
