using System.Collections.Generic;
using System.Threading;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>One mail folder on its way into an export.</summary>
internal sealed class FolderExport
{
    private readonly object gate = new();
    private readonly OutlookExportResult result;
    private int pending = 1;

    public FolderExport(ListResponse listed, ExportFolder folder, OutlookExportResult result, long began)
    {
        Listed = listed;
        Folder = folder;
        this.result = result;
        Began = began;
    }

    public ListResponse Listed { get; }

    public ExportFolder Folder { get; }

    public string Name => Listed.Name;

    public long Began { get; }

    public uint UidValidity { get; set; }

    /// <summary>Messages of the folder's earlier UIDs by their SHA-256; null unless it was renumbered.</summary>
    public Dictionary<string, ManifestEntry>? Earlier { get; set; }

    public void Known(int unchanged) => result.Unchanged = unchanged;

    public void Exported(long octets)
    {
        lock (gate)
        {
            result.Exported++;
            result.Bytes += octets;
        }
    }

    public void Failed(int messages)
    {
        lock (gate)
        {
            result.Failed += messages;
        }
    }

    public void Gone(int messages)
    {
        lock (gate)
        {
            result.Gone += messages;
        }
    }

    public void Add(int jobs) => Interlocked.Add(ref pending, jobs);

    /// <summary>A job is done; the folder's result with the last one, else null.</summary>
    public OutlookExportResult? Done() => Interlocked.Decrement(ref pending) == 0 ? result : null;
}
