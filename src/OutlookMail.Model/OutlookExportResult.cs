using System;

namespace OutlookMail.Model;

/// <summary>What an export did with one mail folder.</summary>
public sealed class OutlookExportResult
{
    public OutlookExportResult(string mailbox, string folder, string path)
    {
        Mailbox = mailbox;
        Folder = folder;
        Path = path;
    }

    public string Mailbox { get; }

    public string Folder { get; }

    /// <summary>The folder or file that holds it.</summary>
    public string Path { get; }

    /// <summary>Messages that were written by this run.</summary>
    public int Exported { get; set; }

    /// <summary>Messages of this folder that were in the export before.</summary>
    public int Unchanged { get; set; }

    /// <summary>Messages that could not be exported; each is an error of its own, and the next run tries them again.</summary>
    public int Failed { get; set; }

    /// <summary>Messages that were gone when their turn came.</summary>
    public int Gone { get; set; }

    /// <summary>Octets of the messages that were written by this run.</summary>
    public long Bytes { get; set; }

    /// <summary>With -Verify: whether everything that the folder holds now and that was asked for is in the export, whole. Null without it.</summary>
    public bool? IsVerified { get; set; }

    public TimeSpan Duration { get; set; }

    public override string ToString() => $"{Folder}: {Exported} exported, {Unchanged} unchanged, {Failed} failed";
}
