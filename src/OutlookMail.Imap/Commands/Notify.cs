using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    /// <summary>What is asked of a folder between two looks.</summary>
    private const StatusItems Watched = StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Unseen;

    // RFC 5465
    /// <summary>
    /// Folders' counts, first as they are and then each time they change, until the enumeration is left. The server tells
    /// them where it has NOTIFY; elsewhere (Exchange) they are asked for from time to time.
    /// </summary>
    /// <param name="folders">Other than the selected one, whose news are IDLE's.</param>
    /// <param name="interval">Between two looks, without NOTIFY; with it, how long a silent connection is left alone.</param>
    /// <param name="cancellationToken">Ends it; the connection can be used on.</param>
    public async IAsyncEnumerable<FolderStatus> WatchFoldersAsync(
        IReadOnlyList<string> folders, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folders);
        bool isTold = Capabilities.Has("NOTIFY");
        var known = new Dictionary<string, (uint?, uint?, uint?, uint?)>(StringComparer.Ordinal);
        var news = new Queue<FolderStatus>();
        bool overflow = false;
        void Take(MailboxChange change)
        {
            overflow |= change.Kind == MailboxChangeKind.Overflow;
            if (change.Status is { } status)
            {
                news.Enqueue(status);
            }
        }

        Changed += Take;
        bool isSet = false;
        try
        {
            while (true)
            {
                if (isTold && (!isSet || overflow))
                {
                    // RFC 5465 §5.8: an overflow ends what was set. STATUS in the command gives the counts of now.
                    overflow = false;
                    await ExecuteAsync(new NotifyCommand(folders), cancellationToken).ConfigureAwait(false);
                    isSet = true;
                }
                else if (!isTold)
                {
                    foreach (string folder in folders)
                    {
                        news.Enqueue(await StatusAsync(folder, Watched, cancellationToken).ConfigureAwait(false));
                    }
                }

                while (news.Count > 0)
                {
                    FolderStatus status = news.Dequeue();
                    (uint?, uint?, uint?, uint?) now = (status.Messages, status.UidNext, status.UidValidity, status.Unseen);
                    if (!known.TryGetValue(status.Name, out (uint?, uint?, uint?, uint?) before) || before != now)
                    {
                        known[status.Name] = now;
                        yield return status;
                    }
                }

                await PauseAsync(interval, isTold, news, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Changed -= Take;
            if (isSet)
            {
                await EndNotifyAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask EndNotifyAsync()
    {
        try
        {
            await ExecuteAsync(new NotifyCommand([]), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.IO.IOException or ImapRefusedException)
        {
            // The caller has its own outcome; the next operation sees that the connection is gone.
        }
    }

    private async ValueTask PauseAsync(TimeSpan interval, bool isTold, Queue<FolderStatus> news, CancellationToken cancellationToken)
    {
        using CancellationTokenSource end = Deadline.After(interval, _wire.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        Enter("NOTIFY");
        TimeSpan timeout = _wire.Input.Timeout;
        try
        {
            _wire.Input.Timeout = interval + timeout;
            // What comes without NOTIFY (a BYE) ends the wait as well.
            while (news.Count == 0 && !end.IsCancellationRequested)
            {
                await HearAsync(new Outstanding(), either.Token, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _wire.Input.Timeout = timeout;
            Volatile.Write(ref _busy, 0);
        }

        if (isTold && news.Count == 0)
        {
            await NoopAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

// RFC 5465 §3.1, §5
internal sealed class NotifyCommand : ImapCommand
{
    private const string Events = "(MessageNew MessageExpunge FlagChange)";

    private readonly IReadOnlyList<string> _folders;

    /// <param name="folders">None: back to what a session has without NOTIFY.</param>
    public NotifyCommand(IReadOnlyList<string> folders) => _folders = folders;

    public override string Name => "NOTIFY";

    public override void Write(ImapEncoder encoder)
    {
        // selected-delayed: the selected folder's news keep to the rules that sequence numbers rely on.
        encoder.Raw("NOTIFY SET ").Raw(_folders.Count > 0 ? "STATUS " : "").Raw("(selected-delayed " + Events + ")");
        if (_folders.Count > 0)
        {
            encoder.Raw(" (mailboxes (");
            for (int i = 0; i < _folders.Count; i++)
            {
                encoder.Raw(i > 0 ? " " : "").Mailbox(_folders[i]);
            }

            encoder.Raw(") " + Events + ")");
        }
    }
}
