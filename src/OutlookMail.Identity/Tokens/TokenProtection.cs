namespace OutlookMail.Identity;

/// <summary>How a file store keeps its content from other readers of the disk.</summary>
public enum TokenProtection
{
    /// <summary>
    /// DPAPI for this user on Windows; elsewhere AES-256-GCM with the key in the environment variable
    /// OUTLOOKMAIL_STORE_KEY (32 octets in Base64), or else in a key file (0600) beside the store.
    /// </summary>
    Encrypted,

    /// <summary>
    /// As Encrypted, and a new key goes into the login Keychain (macOS) or the Secret Service (Linux desktops) where there
    /// is one, so that a copy of the folder is of no use. OUTLOOKMAIL_KEY_IN_FILE=1 keeps it in the file.
    /// </summary>
    SystemKey,

    /// <summary>None but the file's mode. Only by an explicit choice.</summary>
    PlainText,
}
