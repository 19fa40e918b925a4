using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    /// <summary>RFC 9051 §6.3.13 wants IDLE renewed within 29 minutes; home routers forget a silent connection sooner.</summary>
    private static readonly TimeSpan IdleRenewal = TimeSpan.FromMinutes(20);

    /// <summary>How long the end of IDLE may take: one round trip and what the server says meanwhile.</summary>
    private static readonly TimeSpan IdleEnd = TimeSpan.FromSeconds(5);

    // RFC 9051 §6.3.13
    /// <summary>News about the selected folder as they come, until the enumeration is left or cancelled: then IDLE is ended and the connection can be used on.</summary>
    /// <exception cref="InvalidOperationException">The server does not offer IDLE: ask with NOOP from time to time.</exception>
    public async IAsyncEnumerable<MailboxChange> IdleAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!Capabilities.Has("IDLE"))
        {
            throw new InvalidOperationException("The server does not offer IDLE.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        Enter("IDLE");
        var owed = new Outstanding();
        var news = new Queue<MailboxChange>();
        Changed += news.Enqueue;
        TimeSpan timeout = _wire.Input.Timeout;
        bool idling = false;
        try
        {
            while (true)
            {
                var command = new SimpleCommand("IDLE");
                uint tag = await WriteAsync(command, owed, cancellationToken).ConfigureAwait(false);
                idling = await AwaitContinuationAsync(owed, tag, cancellationToken).ConfigureAwait(false);
                if (!idling)
                {
                    throw Refused(command, owed.TryTake(tag)!);
                }

                _wire.Input.Timeout = IdleRenewal + timeout;
                using CancellationTokenSource renewal = Deadline.After(IdleRenewal, _wire.Options.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(renewal.Token, cancellationToken);
                while (!owed.IsAnswered(tag) && !renewal.IsCancellationRequested)
                {
                    bool heard = await HearAsync(owed, either.Token, cancellationToken).ConfigureAwait(false);
                    while (heard && news.Count > 0)
                    {
                        yield return news.Dequeue();
                    }
                }

                _wire.Input.Timeout = timeout;
                idling = false;
                // A server may end IDLE by itself; then it is only asked for again.
                if (!owed.IsAnswered(tag))
                {
                    await SendDoneAsync(cancellationToken).ConfigureAwait(false);
                }

                Responses.StatusResponse answer = await AnswerAsync(owed, tag, cancellationToken).ConfigureAwait(false);
                if (answer.Status != ImapStatus.Ok)
                {
                    throw Refused(command, answer);
                }
            }
        }
        finally
        {
            Changed -= news.Enqueue;
            _wire.Input.Timeout = timeout;
            if (idling && owed.Count > 0 && !IsBroken)
            {
                await SendDoneAsync(CancellationToken.None).ConfigureAwait(false);
            }

            await LeaveAsync(owed, IdleEnd).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> HearAsync(Outstanding owed, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            while (!TakeBuffered(owed))
            {
                await FillAsync(either).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool TakeBuffered(Outstanding owed)
    {
        bool any = false;
        while (TryScan(streamBodies: false, out ScanResult _) is { } length)
        {
            Received received = Interpret(_wire.Input.Buffered.Slice(0, length), owed.Current);
            Consume(length);
            owed.Answer(received);
            any = true;
        }

        return any;
    }

    private ValueTask SendDoneAsync(CancellationToken cancellationToken)
    {
        _wire.Output.WriteLine("DONE");
        return _wire.Output.FlushAsync(cancellationToken);
    }
}
