using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Commands;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>Takes mails through MAIL, RCPT, DATA or BDAT, message and end on one connection.</summary>
internal sealed class MailSender
{
    // RFC 2920 §3.1: with more unanswered commands than both socket buffers hold, each side would wait for the other.
    // 16 KB of commands and the at most as long replies to them fit the smallest default buffers.
    private const int MaxUnansweredOctets = 16 * 1024;

    // RFC 5321 §4.5.3.2.6: ten minutes for the reply to the mail's end where §4.5.3.2.4 gives two to other commands. The
    // factor keeps that when the user asks for longer or shorter.
    private const int EndReplyFactor = 5;

    // From here on it pays that BDAT shows a refusal in the middle; below, both are one write.
    private const long LongMessage = 1024 * 1024;

    private readonly CommandChannel _channel;
    private readonly SmtpCapabilities _offered;
    private readonly WholeMails _whole;

    public MailSender(CommandChannel channel, SmtpCapabilities offered)
    {
        _channel = channel;
        _offered = offered;
        _whole = new WholeMails(channel, offered);
    }

    /// <summary>For the reply to the mail's end.</summary>
    public static TimeSpan EndReplyTimeout(WireConnection wire) => TimeSpan.FromTicks(wire.Options.ResponseTimeout.Ticks * EndReplyFactor);

    private WireConnection Wire => _channel.Wire;

    private bool Pipelines => _offered.Has("PIPELINING");

    public async Task<SmtpSendOutcome> SendAsync(SmtpEnvelope envelope, SmtpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mail = new SmtpMail(envelope, content);
        return CountTogether([mail]) == 1
            ? (await SendTogetherAsync([mail], cancellationToken).ConfigureAwait(false))[0]
            : await SendAsync(Begin(mail), null, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>How many of the mails, from the first on, <see cref="SendTogetherAsync"/> can take at a time.</returns>
    public int CountTogether(IReadOnlyList<SmtpMail> mails)
    {
        int count = 0;
        while (!_whole.IsSlow && count < mails.Count && WholeMails.IsPossible(mails[count], _offered) && FindObstacle(Begin(mails[count]), count) == SmtpObstacle.None)
        {
            count++;
        }

        return count;
    }

    /// <summary>Without waiting for each. Fewer outcomes than mails: of the rest the server has nothing.</summary>
    public async Task<IReadOnlyList<SmtpSendOutcome>> SendTogetherAsync(IReadOnlyList<SmtpMail> mails, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (mails.Count == 0)
        {
            return [];
        }

        var transactions = new MailTransaction[mails.Count];
        for (int i = 0; i < transactions.Length; i++)
        {
            if (!WholeMails.IsPossible(mails[i], _offered))
            {
                throw new ArgumentException("A mail cannot go out in one write.", nameof(mails));
            }

            transactions[i] = new MailTransaction(mails[i].Envelope, mails[i].Content, usesChunks: true);
        }

        Exception? failure = null;
        try
        {
            await _whole.RunAsync(transactions, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (transactions[0].Written > 0 || e is ConnectionBrokenException or ServerProtocolException)
        {
            // Whatever it is (a trace whose disk is full): it does not undo what is out.
            failure = e;
            // What is still owed by either side would be taken for the next mail's.
            Wire.Abort();
        }
        catch when (Wire.Output.Count > 0)
        {
            // A command that was not sent would go out in front of the next one.
            Wire.Abort();
            throw;
        }

        var outcomes = new List<SmtpSendOutcome>(transactions.Length);
        foreach (MailTransaction mail in transactions)
        {
            if (outcomes.Count == 0 || (mail.IsEndOut && (!_channel.IsClosing || mail.Answered > 0)))
            {
                outcomes.Add(mail.ToOutcome(mail.IsEndAnswered ? null : failure, SmtpObstacle.None));
            }
        }

        return outcomes;
    }

    /// <summary>Each mail's commands ride behind the previous mail's end.</summary>
    public async IAsyncEnumerable<SmtpSendOutcome> SendManyAsync(IEnumerable<SmtpMail> mails, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using IEnumerator<SmtpMail> source = mails.GetEnumerator();
        MailTransaction? following = null;
        try
        {
            MailTransaction? mail = Next(source);
            while (mail is not null && !Wire.IsBroken && !_channel.IsClosing)
            {
                following = Next(source);
                SmtpSendOutcome outcome = await SendAsync(mail, following, cancellationToken).ConfigureAwait(false);
                yield return outcome;
                mail = following;
            }

            following = null;
        }
        finally
        {
            // Left early: the server has the next mail's DATA and waits for a message.
            if (following is { Written: > 0 })
            {
                Wire.Abort();
            }
        }
    }

    private MailTransaction? Next(IEnumerator<SmtpMail> source) => source.MoveNext() ? Begin(source.Current) : null;

    private MailTransaction Begin(SmtpMail mail) => new(mail.Envelope, mail.Content, UsesChunks(mail.Content));

    private bool UsesChunks(SmtpContent content) =>
        _offered.Has("CHUNKING") && (content.IsBinary || content.Length >= LongMessage);

    private async Task<SmtpSendOutcome> SendAsync(MailTransaction mail, MailTransaction? following, CancellationToken cancellationToken)
    {
        SmtpObstacle obstacle = mail.Written > 0 ? SmtpObstacle.None : FindObstacle(mail);
        if (obstacle != SmtpObstacle.None)
        {
            mail.Phase = SmtpPhase.Precheck;
            return mail.ToOutcome(null, obstacle);
        }

        ExceptionDispatchInfo? contentFailure = null;
        Exception? failure = null;
        try
        {
            contentFailure = await RunAsync(mail, following, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (mail.Written == 0)
        {
            throw;
        }
        catch (Exception e) when (e is ConnectionBrokenException or ServerProtocolException || mail.Phase == SmtpPhase.Final
            || (e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            failure = e;
        }

        _channel.IsTransactionOpen = mail.LeavesTransactionOpen;
        if (failure is not null || contentFailure is not null)
        {
            // What is still owed by either side would be taken for the next mail's.
            Wire.Abort();
        }

        contentFailure?.Throw();
        return mail.ToOutcome(failure, SmtpObstacle.None);
    }

    /// <returns>What the message threw while it wrote itself; the mail's end was then not sent.</returns>
    private async Task<ExceptionDispatchInfo?> RunAsync(MailTransaction mail, MailTransaction? following, CancellationToken cancellationToken)
    {
        if (mail.Written == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await _channel.TakeGoodbyeAsync(cancellationToken).ConfigureAwait(false) is { } goodbye)
            {
                mail.Close(goodbye);
                return null;
            }

            if (_channel.IsTransactionOpen)
            {
                mail.ResetFirst();
            }
        }

        await OpenAsync(mail, cancellationToken).ConfigureAwait(false);
        if (mail.IsReadyForContent)
        {
            return await SendContentAsync(mail, following, cancellationToken).ConfigureAwait(false);
        }

        if (mail.IsGoingAheadForNobody)
        {
            await TakeBackDataAsync(mail, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Sends the commands up to DATA and reads their replies.</summary>
    private async Task OpenAsync(MailTransaction mail, CancellationToken cancellationToken)
    {
        while (!mail.IsClosed)
        {
            if (mail.Answered == mail.Written)
            {
                if (!mail.HasMoreToWrite)
                {
                    return;
                }

                bool isFirst = mail.Written == 0;
                WriteGroup(mail);
                await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                if (isFirst)
                {
                    TellEnvelopeSent(mail);
                }
            }

            SmtpReply reply = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!mail.Take(reply))
            {
                throw _channel.Unexpected(reply, "in a mail transaction");
            }
        }
    }

    private void TellEnvelopeSent(MailTransaction mail)
    {
        try
        {
            mail.Content.EnvelopeSent?.Invoke();
        }
        catch
        {
            // The replies are still to come, and the server will wait for a message.
            Wire.Abort();
            throw;
        }
    }

    private void WriteGroup(MailTransaction mail)
    {
        int start = Wire.Output.Count;
        if (mail.Written == 0)
        {
            _channel.MailsBegun++;
        }

        do
        {
            mail.WriteNext(Wire.Output, _offered);
        }
        while (Pipelines && mail.HasMoreToWrite && Wire.Output.Count - start < MaxUnansweredOctets);
    }

    // RFC 2920 §3.1: DATA was pipelined, every recipient refused and 354 came all the same. A lone dot ends that; it is no
    // mail, so nothing about its reply matters but that it is read.
    private async Task TakeBackDataAsync(MailTransaction mail, CancellationToken cancellationToken)
    {
        if (mail.HasStrayRecipient)
        {
            // The dot would be an empty mail to whomever the server took without a sender.
            Wire.Abort();
            throw new ServerProtocolException("in DATA: 354 without a sender");
        }

        Wire.Output.Write(".\r\n"u8);
        Wire.Trace?.Client("."u8);
        await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ExceptionDispatchInfo?> SendContentAsync(MailTransaction mail, MailTransaction? following, CancellationToken cancellationToken)
    {
        mail.Phase = SmtpPhase.Content;
        using MessageStream stream = mail.UsesChunks ? new ChunkStream(_channel, Pipelines) : new DataStream(Wire);
        var chunks = stream as ChunkStream;
        try
        {
            await mail.Content.WriteTo(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (chunks?.Refusal is not null)
        {
            // Whatever the message's own code made of it.
        }
        catch (Exception e) when (stream.ConnectionFailure is null
            && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return ExceptionDispatchInfo.Capture(e);
        }
        catch (Exception) when (stream.ConnectionFailure is not null)
        {
            // Likewise; it is thrown below.
        }

        if (chunks is not null)
        {
            await chunks.ReadWhatHasComeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (chunks?.Refusal is not null)
        {
            mail.EarlyReply = chunks.Refusal;
            await ReadRestAsync(chunks, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (stream.ConnectionFailure is { } swallowed)
        {
            ExceptionDispatchInfo.Capture(swallowed).Throw();
        }

        if ((chunks is null || chunks.Unanswered == 0) && await TakeEarlyReplyAsync(mail, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        stream.WriteEnd();
        if (following is not null && Pipelines && FindObstacle(following) == SmtpObstacle.None)
        {
            // RFC 2920 §3.1: a new group may follow the mail's end at once. Its mail is not uncertain by that.
            WriteGroup(following);
        }

        // From here on the server may have the whole mail.
        mail.Phase = SmtpPhase.Final;
        await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (chunks is not null)
        {
            await ReadRestAsync(chunks, cancellationToken).ConfigureAwait(false);
            if (_channel.IsClosing)
            {
                mail.EndReply = chunks.Refusal;
                return null;
            }
        }

        SmtpReply reply = await _channel.ReadAsync(EndReplyTimeout(Wire), cancellationToken).ConfigureAwait(false);
        if (reply.Code / 100 == 3 || (reply.IsPositive && chunks?.Refusal is not null))
        {
            throw _channel.Unexpected(reply, "at the mail's end");
        }

        // The chunk that was refused says why; the last one is only told that it cannot be taken then.
        mail.EndReply = chunks?.Refusal ?? reply;
        return null;
    }

    private async Task ReadRestAsync(ChunkStream chunks, CancellationToken cancellationToken)
    {
        while (chunks.Unanswered > 0 && !_channel.IsClosing)
        {
            await chunks.ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the server spoke before it had the mail's end. It is then not sent, and the connection is no more use.</summary>
    private async Task<bool> TakeEarlyReplyAsync(MailTransaction mail, CancellationToken cancellationToken)
    {
        if (Wire.Input.Length == 0)
        {
            return false;
        }

        SmtpReply early = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!early.IsTransient && !early.IsPermanent)
        {
            throw _channel.Unexpected(early, "before the mail's end");
        }

        mail.EarlyReply = early;
        Wire.Abort();
        return true;
    }

    /// <param name="ahead">Mails that go before it and have not begun.</param>
    private SmtpObstacle FindObstacle(MailTransaction mail, int ahead = 0)
    {
        SmtpEnvelope envelope = mail.Envelope;
        SmtpContent content = mail.Content;
        if (_offered.Limits.MaxTransactions is { } mails && _channel.MailsBegun + ahead >= mails)
        {
            return SmtpObstacle.ConnectionExhausted;
        }

        if (envelope.Recipients.Count > _offered.Limits.MaxRecipients
            || (_offered.Limits.MaxRecipientDomains is { } domains && envelope.CountRecipientDomains() > domains))
        {
            return SmtpObstacle.TooManyRecipients;
        }

        if ((envelope.NeedsSmtpUtf8 || content.NeedsSmtpUtf8) && !_offered.Has("SMTPUTF8"))
        {
            return SmtpObstacle.SmtpUtf8NotOffered;
        }

        if (content.IsBinary && !(mail.UsesChunks && _offered.Has("BINARYMIME")))
        {
            return SmtpObstacle.BinaryNotOffered;
        }

        if (content.Is8Bit && !content.IsBinary && !_offered.Has("8BITMIME"))
        {
            return SmtpObstacle.EightBitNotOffered;
        }

        return content.Length > _offered.SizeLimit ? SmtpObstacle.MessageTooLarge : SmtpObstacle.None;
    }
}
