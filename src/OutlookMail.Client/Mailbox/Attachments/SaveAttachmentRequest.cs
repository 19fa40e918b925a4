using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>Which attachments are saved, where, and under which names.</summary>
public sealed class SaveAttachmentRequest
{
    public SaveAttachmentRequest(string folder) => Folder = folder;

    /// <summary>An existing or new folder, as a file system path.</summary>
    public string Folder { get; }

    /// <summary>Patterns for the sender's name of the attachment; none means any.</summary>
    public IReadOnlyList<string> Names { get; set; } = Array.Empty<string>();

    /// <summary>Patterns for the media type, as image/*; none means any.</summary>
    public IReadOnlyList<string> ContentTypes { get; set; } = Array.Empty<string>();

    /// <summary>Octets, decoded.</summary>
    public long? LargerThan { get; set; }

    public long? SmallerThan { get; set; }

    /// <summary>Images that the text shows, too.</summary>
    public bool WithInline { get; set; }

    /// <summary>What is attached to attached messages, too.</summary>
    public bool WithNested { get; set; }

    /// <summary>What is packed in winmail.dat, in place of that file.</summary>
    public bool WithTnef { get; set; }

    /// <summary>Folders below the target, made after the message; see <see cref="FileNamePattern"/>. Null for none.</summary>
    public string? FolderPattern { get; set; }

    /// <summary>Names files after the SHA-256 of their content.</summary>
    public bool HashNames { get; set; }

    /// <summary>Writes the same octets once.</summary>
    public bool SkipDuplicates { get; set; }

    /// <summary>Replaces a file of the same name; otherwise the new one gets a number behind its name.</summary>
    public bool Overwrite { get; set; }

    /// <summary>What was saved by this command before: SHA-256 → path.</summary>
    internal Dictionary<string, string> Saved { get; } = new(StringComparer.Ordinal);
}
