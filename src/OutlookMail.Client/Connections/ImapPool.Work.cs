using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

// Work that has one result. Every method throws OutlookMailException only.
internal sealed partial class ImapPool
{
    /// <summary>Work that changes nothing, or nothing that matters if it is changed twice: run again from its start after a break.</summary>
    public Task<T> ReadAsync<T>(Func<ImapConnection, CancellationToken, Task<T>> work, object? target, CancellationToken cancellationToken) =>
        RunAsync(null, mayRepeat: true, isOwn: false, (_, imap, _, ct) => work(imap, ct), target, cancellationToken);

    /// <summary>The same in a folder that is open for it.</summary>
    public Task<T> ReadAsync<T>(
        FolderAt folder, Func<ImapConnection, SelectedFolder, CancellationToken, Task<T>> work, object? target, CancellationToken cancellationToken) =>
        RunAsync(folder, mayRepeat: true, isOwn: false, (_, imap, selected, ct) => work(imap, selected!, ct), target, cancellationToken);

    /// <summary>Work that must not happen twice. Once it has begun, a break is ConnectionLost, and what was done is not known.</summary>
    public Task<T> ChangeAsync<T>(Func<ImapConnection, CancellationToken, Task<T>> work, object? target, CancellationToken cancellationToken) =>
        RunAsync(null, mayRepeat: false, isOwn: false, (_, imap, _, ct) => work(imap, ct), target, cancellationToken);

    /// <summary>The same in a folder that is open for it.</summary>
    public Task<T> ChangeAsync<T>(
        FolderAt folder, Func<ImapConnection, SelectedFolder, CancellationToken, Task<T>> work, object? target, CancellationToken cancellationToken) =>
        RunAsync(folder, mayRepeat: false, isOwn: false, (_, imap, selected, ct) => work(imap, selected!, ct), target, cancellationToken);

    /// <summary>
    /// Work that keeps its connection busy for long, and therefore gets one of its own; run again after a break, and when
    /// it says by <see cref="TokenEndsException"/> that the connection's time is over.
    /// </summary>
    public Task<T> WatchAsync<T>(FolderAt folder, Func<WatchTurn, CancellationToken, Task<T>> work, object? target, CancellationToken cancellationToken) =>
        RunAsync(folder, mayRepeat: true, isOwn: true, (lease, imap, selected, ct) => work(new WatchTurn(imap, selected!, lease.Term?.RenewOn), ct), target, cancellationToken);

    /// <summary>A connection that held so long is no part of a row of failures. Work of days meets more of them than one row may have.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    private async Task<T> RunAsync<T>(
        FolderAt? folder,
        bool mayRepeat,
        bool isOwn,
        Func<ImapLease, ImapConnection, SelectedFolder?, CancellationToken, Task<T>> work,
        object? target,
        CancellationToken cancellationToken)
    {
        await using var lease = isOwn ? RentOwn() : await RentAsync(folder?.Name, cancellationToken);
        var recovery = new Recovery(session, target);
        while (true)
        {
            var began = false;
            var since = session.Wire.Time.GetUtcNow();
            try
            {
                var connection = await lease.ConnectAsync(tried: !mayRepeat, recovery.NeedsFreshToken, cancellationToken);
                SelectedFolder? selected = null;
                if (folder is { } at)
                {
                    selected = await lease.SelectAsync(at, anew: false, cancellationToken);
                    lease.Answered();
                    if (isOwn)
                    {
                        // Its end may be days away.
                        recovery.Reconnected();
                    }
                }

                began = true;
                since = session.Wire.Time.GetUtcNow();
                var result = await work(lease, connection, selected, cancellationToken);
                lease.Answered();
                recovery.Progressed();
                return result;
            }
            catch (TokenEndsException)
            {
                // Made anew at the top.
            }
            catch (Exception e) when (IsFailure(e))
            {
                if (began && session.Wire.Time.GetUtcNow() - since >= Steady)
                {
                    recovery.Renew();
                }

                await AfterAsync(e, lease, recovery, mayGoOn: mayRepeat || !began, cancellationToken);
            }
        }
    }

    /// <summary>Returns when the next attempt may begin; throws the failure when it is final.</summary>
    internal static async Task AfterAsync(Exception failure, ImapLease lease, Recovery recovery, bool mayGoOn, CancellationToken cancellationToken)
    {
        // A wait that was given up may show as a connection that was lost by that.
        cancellationToken.ThrowIfCancellationRequested();
        // The server ended it while nobody was looking (idle time-out, token expiry): neither the work's fault nor an attempt.
        var wasIdle = lease.IsUntried && failure is ConnectionBrokenException && !ImapErrorMapper.IsThrottle(failure);
        if (failure is not ServerRefusedException || ImapErrorMapper.EndsConnection(failure))
        {
            await lease.DropAsync();
        }

        if (!(wasIdle && mayGoOn))
        {
            await recovery.GoOnAsync(failure, mayGoOn, cancellationToken);
        }
    }

    internal static bool IsFailure(Exception e) =>
        e is not OperationCanceledException && e is not OutlookMailException { ErrorId: not ErrorIds.ConnectionFailed };
}
