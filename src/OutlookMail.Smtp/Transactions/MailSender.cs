using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Commands;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>Takes mails through MAIL, RCPT, DATA, message and end on one connection.</summary>
internal sealed class MailSender
{
    // RFC 2920 §3.1: with more unanswered commands than both socket buffers hold, each side would wait for the other.
    // 16 KB of commands and the at most as long replies to them fit the smallest default buffers.
    private const int MaxUnansweredOctets = 16 * 1024;

    // RFC 5321 §4.5.3.2.6: ten minutes for the reply to the mail's end where §4.5.3.2.4 gives two to other commands. The
    // factor keeps that when the user asks for longer or shorter.
    private const int EndReplyFactor = 5;

    private readonly CommandChannel _channel;
    private readonly SmtpCapabilities _offered;

    public MailSender(CommandChannel channel, SmtpCapabilities offered)
    {
        _channel = channel;
        _offered = offered;
    }

    private WireConnection Wire => _channel.Wire;

    public async Task<SmtpSendOutcome> SendAsync(SmtpEnvelope envelope, SmtpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mail = new MailTransaction(envelope, content);
        SmtpObstacle obstacle = FindObstacle(envelope, content);
        if (obstacle != SmtpObstacle.None)
        {
            mail.Phase = SmtpPhase.Precheck;
            return mail.ToOutcome(null, obstacle);
        }

        if (_channel.IsTransactionOpen)
        {
            mail.ResetFirst();
        }

        ExceptionDispatchInfo? contentFailure = null;
        Exception? failure = null;
        try
        {
            contentFailure = await RunAsync(mail, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (mail.Written == 0)
        {
            throw;
        }
        catch (Exception e) when (e is ConnectionBrokenException or ServerProtocolException
            || (e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            failure = e;
        }

        _channel.IsTransactionOpen = mail.LeavesTransactionOpen;
        if (failure is not null || contentFailure is not null || mail.EarlyReply is not null)
        {
            // What is still owed by either side would be taken for the next mail's.
            Wire.Abort();
        }

        contentFailure?.Throw();
        return mail.ToOutcome(failure, SmtpObstacle.None);
    }

    private async Task<ExceptionDispatchInfo?> RunAsync(MailTransaction mail, CancellationToken cancellationToken)
    {
        if (await _channel.TakeGoodbyeAsync(cancellationToken).ConfigureAwait(false) is { } goodbye)
        {
            mail.Close(goodbye);
            return null;
        }

        await OpenAsync(mail, cancellationToken).ConfigureAwait(false);
        if (mail.IsClosed || mail.DataReply is not { Code: 354 } goAhead)
        {
            return null;
        }

        if (mail.AcceptedRecipients > 0)
        {
            return await SendContentAsync(mail, cancellationToken).ConfigureAwait(false);
        }

        if (mail.HasStrayRecipient)
        {
            throw _channel.Unexpected(goAhead, "in DATA without a sender");
        }

        // RFC 2920 §3.1: DATA was pipelined, every recipient refused and 354 came all the same. A lone dot ends that; it
        // is no mail, so nothing about its reply matters but that it is read.
        Wire.Output.Write(".\r\n"u8);
        Wire.Trace?.Client("."u8);
        await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
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

                WriteGroup(mail);
                await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            SmtpReply reply = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!mail.Take(reply))
            {
                throw _channel.Unexpected(reply, "in a mail transaction");
            }
        }
    }

    private void WriteGroup(MailTransaction mail)
    {
        int start = Wire.Output.Count;
        do
        {
            mail.WriteNext(Wire.Output, _offered);
        }
        while (_offered.Has("PIPELINING") && mail.HasMoreToWrite && Wire.Output.Count - start < MaxUnansweredOctets);
    }

    /// <returns>What the message threw while it wrote itself; the mail's end was then not sent.</returns>
    private async Task<ExceptionDispatchInfo?> SendContentAsync(MailTransaction mail, CancellationToken cancellationToken)
    {
        mail.Phase = SmtpPhase.Content;
        using var stream = new ContentStream(Wire);
        try
        {
            await mail.Content.WriteTo(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (stream.ConnectionFailure is null
            && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return ExceptionDispatchInfo.Capture(e);
        }
        catch (Exception) when (stream.ConnectionFailure is { } failure)
        {
            // The message's own code may have wrapped it.
            ExceptionDispatchInfo.Capture(failure).Throw();
        }

        stream.WriteEnd();
        if (Wire.Input.Length > 0)
        {
            // The server spoke before it had the mail's end: it has refused, or it is not speaking SMTP.
            SmtpReply early = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (early.IsPositive || early.Code / 100 == 3)
            {
                throw _channel.Unexpected(early, "before the mail's end");
            }

            mail.EarlyReply = early;
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        // From here on the server may have the whole mail.
        mail.Phase = SmtpPhase.Final;
        await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        var timeout = TimeSpan.FromTicks(Wire.Options.ResponseTimeout.Ticks * EndReplyFactor);
        SmtpReply reply = await _channel.ReadAsync(timeout, cancellationToken).ConfigureAwait(false);
        if (reply.Code / 100 == 3)
        {
            throw _channel.Unexpected(reply, "at the mail's end");
        }

        mail.EndReply = reply;
        return null;
    }

    private SmtpObstacle FindObstacle(SmtpEnvelope envelope, SmtpContent content)
    {
        if ((envelope.NeedsSmtpUtf8 || content.NeedsSmtpUtf8) && !_offered.Has("SMTPUTF8"))
        {
            return SmtpObstacle.SmtpUtf8NotOffered;
        }

        if (content.Is8Bit && !_offered.Has("8BITMIME"))
        {
            return SmtpObstacle.EightBitNotOffered;
        }

        return content.Length > _offered.SizeLimit ? SmtpObstacle.MessageTooLarge : SmtpObstacle.None;
    }
}
