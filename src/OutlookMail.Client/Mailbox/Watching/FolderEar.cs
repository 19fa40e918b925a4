using System;
using System.Collections.Generic;
using System.Net.NetworkInformation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>
/// Waits for news of the selected folder, by IDLE where it is offered, and asks from time to time whether IDLE told all:
/// some servers and proxies take it and say nothing.
/// </summary>
internal sealed class FolderEar : IDisposable
{
    /// <summary>A NOOP that takes longer went to nobody: this machine slept, or is in another network now.</summary>
    private static readonly TimeSpan NoopPatience = TimeSpan.FromSeconds(20);

    private readonly ImapConnection imap;
    private readonly TimeSpan poll;
    private readonly TimeProvider time;
    private readonly DateTimeOffset? renewOn;
    private readonly Queue<MailboxChange> news = new();
    private volatile CancellationTokenSource? waiting;

    public FolderEar(WatchTurn turn, TimeSpan poll, TimeProvider time)
    {
        imap = turn.Imap;
        renewOn = turn.RenewOn;
        this.poll = poll;
        this.time = time;
        imap.Changed += news.Enqueue;
        NetworkChange.NetworkAddressChanged += OnNetworkChanged;
    }

    /// <summary>What was told and not taken yet; also by commands that others run on this connection.</summary>
    public Queue<MailboxChange> News => news;

    /// <summary>Returns when there is news, or after the time between two questions.</summary>
    /// <exception cref="ConnectionBrokenException">Nobody answers any more.</exception>
    /// <exception cref="TokenEndsException">There is no news, and the connection's time is over.</exception>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (news.Count > 0)
        {
            return;
        }

        var began = time.GetUtcNow();
        if (imap.Capabilities.Has("IDLE"))
        {
            await IdleAsync(cancellationToken);
        }
        else
        {
            await WaitAsync(token => time.DelayAsync(poll, token), cancellationToken);
        }

        if (news.Count == 0)
        {
            if (renewOn <= time.GetUtcNow())
            {
                throw new TokenEndsException();
            }

            // Much later than asked for: the machine slept, and the server has long given the connection up.
            if (time.GetUtcNow() - began > poll + poll + NoopPatience)
            {
                throw new ConnectionBrokenException("The machine slept.");
            }

            await AskAsync(cancellationToken);
        }
    }

    /// <summary>This machine is in another network, or in none: the server is asked at once whether it is still there.</summary>
    internal void NetworkChanged()
    {
        try
        {
            waiting?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The wait ended in this moment.
        }
    }

    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= OnNetworkChanged;
        imap.Changed -= news.Enqueue;
    }

    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(
            async token =>
            {
                await foreach (var _ in imap.IdleAsync(token))
                {
                    return;
                }
            },
            cancellationToken);
    }

    private async Task WaitAsync(Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        using var until = Deadline.After(Patience(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(until.Token, cancellationToken);
        waiting = either;
        try
        {
            await wait(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to ask, or another network.
        }
        finally
        {
            waiting = null;
        }
    }

    private TimeSpan Patience()
    {
        var left = renewOn - time.GetUtcNow();
        return left is not { } until || until > poll ? poll : until > TimeSpan.Zero ? until : TimeSpan.Zero;
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using var until = Deadline.After(NoopPatience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(until.Token, cancellationToken);
        try
        {
            await imap.NoopAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionBrokenException("The server did not answer NOOP.");
        }
    }

    private void OnNetworkChanged(object? sender, EventArgs e) => NetworkChanged();
}
