using System.Threading;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>One mail folder on its way into the archive.</summary>
internal sealed class FolderSync
{
    private readonly object gate = new();
    private int pending = 1;

    public FolderSync(ListResponse listed, MirrorFolder kept, OutlookSyncResult result, long began)
    {
        Listed = listed;
        Kept = kept;
        Result = result;
        Began = began;
    }

    public ListResponse Listed { get; }

    public string Name => Listed.Name;

    public MirrorFolder Kept { get; set; }

    public OutlookSyncResult Result { get; }

    public long Began { get; }

    /// <summary>What the server said when the folder was opened; null when nothing had to be done.</summary>
    public SelectedFolder? Selected { get; set; }

    public void Added(int messages, long octets)
    {
        lock (gate)
        {
            Result.Added += messages;
            Result.Bytes += octets;
        }
    }

    public void Failed(int messages)
    {
        lock (gate)
        {
            Result.Failed += messages;
        }
    }

    public void Add(int jobs) => Interlocked.Add(ref pending, jobs);

    /// <summary>A job is done; true with the last one.</summary>
    public bool Done() => Interlocked.Decrement(ref pending) == 0;
}
