namespace OutlookMail.Model;

/// <summary>How exported mail lies on the disk.</summary>
public enum OutlookArchiveFormat
{
    /// <summary>A folder for each mail folder, a .eml file for each message, octet for octet.</summary>
    Eml,

    /// <summary>A Maildir for each mail folder, nested like the mail folders; flags are in the file names.</summary>
    Maildir,

    /// <summary>An mboxrd file for each mail folder (RFC 4155), with Status and X-Status for the flags.</summary>
    Mbox,

    /// <summary>One .zip file with a .eml entry for each message.</summary>
    Zip,
}
