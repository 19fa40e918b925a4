using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>What is known across the connections of one enumeration: which UIDs came, and under which UIDVALIDITY.</summary>
internal abstract class ResumingWork : IAsyncDisposable
{
    private readonly FolderAt folder;
    private readonly UidSet uids;
    private readonly UidSetBuilder came = new();
    private uint uidValidity;

    protected ResumingWork(LiveSession session, ImapLease lease, FolderAt folder, UidSet uids, object? target)
    {
        this.folder = folder;
        this.uids = uids;
        uidValidity = folder.UidValidity;
        Lease = lease;
        Recovery = new Recovery(session, target);
    }

    protected ImapLease Lease { get; }

    protected Recovery Recovery { get; }

    /// <summary>What did not come yet.</summary>
    protected UidSet Remaining => came.IsEmpty ? uids : uids.Except(came.ToSet());

    public abstract ValueTask DisposeAsync();

    /// <summary>The connection, with the folder open under the numbering of the first time.</summary>
    protected async Task<ImapConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await Lease.ConnectAsync(tried: false, Recovery.NeedsFreshToken, cancellationToken);
        var selected = await Lease.SelectAsync(folder with { UidValidity = uidValidity }, anew: false, cancellationToken);
        uidValidity = selected.UidValidity;
        Lease.Answered();
        return connection;
    }

    /// <summary>Notes a message; false when it was here before, or was not asked for.</summary>
    protected bool Note(uint uid)
    {
        if (!uids.Contains(uid) || !came.Add(uid))
        {
            return false;
        }

        Recovery.Progressed();
        return true;
    }
}
