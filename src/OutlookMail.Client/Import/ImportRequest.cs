using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What is imported, and to where.</summary>
public sealed class ImportRequest
{
    /// <summary>Files and folders: .eml, mbox, zip, Maildirs, trees of these, and what an export wrote.</summary>
    public IReadOnlyList<string> Paths { get; set; } = Array.Empty<string>();

    /// <summary>The mail folder to import to; folders of the source become folders below it. Null: folders of the source keep their names, and single files go to INBOX.</summary>
    public string? Folder { get; set; }

    public OutlookDuplicateMatch Match { get; set; }

    /// <summary>Messages whose flags are not known arrive unread; otherwise as read.</summary>
    public bool Unread { get; set; }
}
