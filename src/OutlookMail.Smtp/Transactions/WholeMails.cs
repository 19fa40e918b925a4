using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Commands;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>
/// Sends short mails, each behind its commands (MAIL, RCPT, BDAT LAST; RFC 3030 §4.2), without waiting for an answer in
/// between: a round trip for several, and the server is at work on one while the next is on its way.
/// </summary>
internal sealed class WholeMails
{
    // RFC 2920 §3.1: the replies to what is unanswered must fit the smallest buffers, some 16 KB.
    private const int MaxUnansweredCommands = 160;

    // Each mail whose end is out is uncertain when the connection breaks. More of them make hardly a difference in speed.
    private const int MaxUnansweredMails = 8;

    // All of them are collected for a write; and a long message should not cross the wire before its sender is refused.
    private const int MaxOctets = 128 * 1024;

    // A server that takes longer for a mail gains nothing by the next one, and some hold an answer back until the other
    // side's TCP has acknowledged the one before, which takes it 40 ms and more where it has nothing to say (RFC 1122
    // §4.2.3.2 and §4.2.3.4; Postfix: 9 ms a mail against 1).
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(20);

    // One slow answer may be anything; a second one so soon is that server's way.
    private const int SlowWithin = 100;

    // A connection that was silent for longer may be gone without a word (NAT). Whether it is there is asked first: of a
    // message that was sent into the dark nobody knows whether it arrived.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly CommandChannel _channel;
    private readonly SmtpCapabilities _offered;

    // A connection earns it, one more with each mail: a server that drops every one leaves no more uncertain than it must.
    private int _most = 1;
    private int _answered;
    private int _slowAt = -SlowWithin;

    public WholeMails(CommandChannel channel, SmtpCapabilities offered)
    {
        _channel = channel;
        _offered = offered;
    }

    /// <summary>True once the server has shown that it takes its time: mails better wait for each other on this connection.</summary>
    public bool IsSlow { get; private set; }

    private WireConnection Wire => _channel.Wire;

    public static bool IsPossible(SmtpMail mail, SmtpCapabilities offered) =>
        mail.Content.Message is { Length: <= MaxOctets } && Commands(mail.Envelope) <= MaxUnansweredCommands && offered.Has("PIPELINING") && offered.Has("CHUNKING");

    /// <summary>Where it throws, or the server says goodbye, mails whose end is not out were not sent.</summary>
    public async Task RunAsync(IReadOnlyList<MailTransaction> mails, CancellationToken cancellationToken)
    {
        if (await FindGoodbyeAsync(cancellationToken).ConfigureAwait(false) is { } goodbye)
        {
            mails[0].Close(goodbye);
            return;
        }

        foreach (MailTransaction mail in mails)
        {
            mail.Content.EnvelopeSent?.Invoke();
        }

        int written = 0;
        int read = 0;
        while (read < mails.Count && !_channel.IsClosing)
        {
            // Before they are counted as out.
            cancellationToken.ThrowIfCancellationRequested();
            for (; written < mails.Count && Fits(mails, read, written); written++)
            {
                Write(mails[written]);
            }

            await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            do
            {
                long began = Wire.Options.Time.GetTimestamp();
                await ReadAsync(mails[read++], cancellationToken).ConfigureAwait(false);
                Note(Wire.Options.Time.GetElapsedTime(began));
                _most = IsSlow ? 1 : Math.Min(_most + 1, MaxUnansweredMails);
            }
            while (read < written && Wire.Input.Length > 0 && !_channel.IsClosing);
            if (read == written)
            {
                _channel.IsTransactionOpen = mails[read - 1].LeavesTransactionOpen;
            }
        }
    }

    private void Note(TimeSpan took)
    {
        _answered++;
        if (took > Prompt)
        {
            IsSlow |= _answered - _slowAt < SlowWithin;
            _slowAt = _answered;
        }
    }

    private bool Fits(IReadOnlyList<MailTransaction> mails, int read, int written)
    {
        int commands = 0;
        for (int i = read; i <= written; i++)
        {
            commands += Commands(mails[i].Envelope);
        }

        return written - read < _most && commands <= MaxUnansweredCommands;
    }

    // RSET, RCPT for each, MAIL, BDAT.
    private static int Commands(SmtpEnvelope envelope) => envelope.Recipients.Count + 3;

    private async Task<SmtpReply?> FindGoodbyeAsync(CancellationToken cancellationToken)
    {
        if (await _channel.TakeGoodbyeAsync(cancellationToken).ConfigureAwait(false) is { } goodbye)
        {
            return goodbye;
        }

        if (_channel.SinceLastReply < Fresh && Wire.IsQuiet)
        {
            return null;
        }

        SmtpReply reply = await _channel.SendAsync("RSET", cancellationToken).ConfigureAwait(false);
        if (_channel.IsClosing)
        {
            return reply;
        }

        if (!reply.IsPositive)
        {
            throw _channel.Unexpected(reply, "in RSET");
        }

        _channel.IsTransactionOpen = false;
        return null;
    }

    private void Write(MailTransaction mail)
    {
        if (_channel.IsTransactionOpen)
        {
            mail.ResetFirst();
        }

        while (mail.HasMoreToWrite)
        {
            mail.WriteNext(Wire.Output, _offered);
        }

        ReadOnlyMemory<byte> message = mail.Content.Message!.Value;
        Wire.Output.WriteLine(string.Format(CultureInfo.InvariantCulture, "BDAT {0} LAST", message.Length));
        Wire.Output.Write(message.Span);
        Wire.Trace?.ClientBody(message.Length);
        // From here on the server may have the whole mail.
        mail.IsEndOut = true;
        _channel.MailsBegun++;
        // If nobody is taken for this one, the next would find its sender still there, and its own refused.
        _channel.IsTransactionOpen = true;
    }

    private async Task ReadAsync(MailTransaction mail, CancellationToken cancellationToken)
    {
        while (mail.Answered < mail.Written)
        {
            SmtpReply reply = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!mail.Take(reply))
            {
                throw _channel.Unexpected(reply, "in a mail transaction");
            }

            if (mail.IsClosed)
            {
                return;
            }
        }

        SmtpReply end = await _channel.ReadAsync(MailSender.EndReplyTimeout(Wire), cancellationToken).ConfigureAwait(false);
        if (end.Code / 100 == 3 || (end.IsPositive && !mail.IsReadyForContent))
        {
            throw _channel.Unexpected(end, "at the mail's end");
        }

        mail.IsEndAnswered = true;
        // Where nobody was taken, the reason was said before.
        if (mail.IsReadyForContent)
        {
            mail.Phase = SmtpPhase.Final;
            mail.EndReply = end;
        }
    }
}
