namespace OutlookMail.Client;

/// <summary>A folder in one numbering of its messages.</summary>
/// <param name="Name">As IMAP's LIST gave it, decoded.</param>
/// <param name="UidValidity">The UIDVALIDITY that UIDs at hand belong to; 0 where none are.</param>
/// <param name="Writable">SELECT instead of EXAMINE.</param>
internal readonly record struct FolderAt(string Name, uint UidValidity = 0, bool Writable = false);
