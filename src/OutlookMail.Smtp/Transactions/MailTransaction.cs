using System;
using OutlookMail.Smtp.Commands;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>One mail on its way: which of its commands are out, which replies are in, and what that means.</summary>
/// <remarks>The commands are numbered: RSET (only after a transaction that was left open), MAIL FROM, each RCPT TO, DATA.</remarks>
internal sealed class MailTransaction
{
    private readonly SmtpReply?[] _recipientReplies;
    private int _mailIndex;
    private SmtpReply? _mailReply;
    private SmtpReply? _closingReply;

    public MailTransaction(SmtpEnvelope envelope, SmtpContent content)
    {
        Envelope = envelope;
        Content = content;
        _recipientReplies = new SmtpReply?[envelope.Recipients.Count];
    }

    public SmtpEnvelope Envelope { get; }

    public SmtpContent Content { get; }

    public SmtpPhase Phase { get; set; } = SmtpPhase.MailFrom;

    /// <summary>Commands handed to the output.</summary>
    public int Written { get; private set; }

    /// <summary>Commands answered.</summary>
    public int Answered { get; private set; }

    /// <summary>The answer to DATA.</summary>
    public SmtpReply? DataReply { get; private set; }

    /// <summary>The answer to the mail's end.</summary>
    public SmtpReply? EndReply { get; set; }

    /// <summary>A refusal that came while the message was still being written.</summary>
    public SmtpReply? EarlyReply { get; set; }

    /// <summary>Nothing more is to be read or written: the server is closing.</summary>
    public bool IsClosed => _closingReply is not null;

    public int AcceptedRecipients { get; private set; }

    /// <summary>True when the server took a recipient although it had refused the sender.</summary>
    public bool HasStrayRecipient { get; private set; }

    private bool IsMailAccepted => _mailReply is { IsPositive: true };

    /// <summary>True when the server may hold a sender or recipients of this mail that the next one must not inherit.</summary>
    public bool LeavesTransactionOpen => _mailReply is not { IsPositive: false } && EndReply is not { IsPositive: true };

    private int DataIndex => _mailIndex + 1 + _recipientReplies.Length;

    /// <summary>The server said goodbye before the first command.</summary>
    public void Close(SmtpReply goodbye) => _closingReply = goodbye;

    /// <summary>Begins with RSET. Only before anything is written.</summary>
    public void ResetFirst() => _mailIndex = 1;

    /// <summary>Whether one more command can be sent, given the replies so far.</summary>
    public bool HasMoreToWrite
    {
        get
        {
            if (Written > DataIndex || _closingReply is not null || _mailReply is { IsPositive: false })
            {
                return false;
            }

            // Without pipelining the replies are known before DATA goes out: RFC 5321 §3.3 wants a recipient first.
            return Written < DataIndex || Answered < DataIndex || AcceptedRecipients > 0;
        }
    }

    public void WriteNext(WireOutput output, SmtpCapabilities offered)
    {
        int recipient = Written - _mailIndex - 1;
        output.WriteLine(
            Written < _mailIndex ? "RSET"
            : Written == _mailIndex ? MailCommand.Line(Envelope, Content, offered)
            : Written == DataIndex ? "DATA"
            : RcptCommand.Line(Envelope, recipient));
        Written++;
    }

    /// <summary>Takes the answer to the oldest unanswered command.</summary>
    /// <returns>False when such a reply is impossible there.</returns>
    public bool Take(SmtpReply reply)
    {
        int index = Answered++;
        if (reply.Code == 421)
        {
            _closingReply = reply;
        }

        if (index < _mailIndex)
        {
            return reply.IsPositive || reply.Code == 421;
        }

        if (index == _mailIndex)
        {
            _mailReply = reply;
            Phase = reply.IsPositive ? SmtpPhase.RcptTo : SmtpPhase.MailFrom;
        }
        else if (index == DataIndex)
        {
            DataReply = reply;
            return reply.Code == 354 || reply.IsTransient || reply.IsPermanent;
        }
        else if (IsMailAccepted)
        {
            _recipientReplies[index - _mailIndex - 1] = reply;
            AcceptedRecipients += reply.IsPositive ? 1 : 0;
            if (index == DataIndex - 1 && AcceptedRecipients > 0)
            {
                Phase = SmtpPhase.Data;
            }
        }
        else
        {
            // Only "503 need MAIL first" is expected, and says nothing about the recipient.
            HasStrayRecipient |= reply.IsPositive;
        }

        return reply.Code / 100 != 3;
    }

    public SmtpSendOutcome ToOutcome(Exception? error, SmtpObstacle obstacle)
    {
        SmtpSendState state = EndReply is { IsPositive: true } ? SmtpSendState.Accepted
            : EndReply is null && Phase == SmtpPhase.Final ? SmtpSendState.Uncertain
            : SmtpSendState.Refused;
        var recipients = new SmtpRecipientReply[_recipientReplies.Length];
        for (int i = 0; i < recipients.Length; i++)
        {
            recipients[i] = new SmtpRecipientReply(Envelope.Recipients[i], _recipientReplies[i]);
        }

        return new SmtpSendOutcome(state, Phase, recipients) { FinalReply = DecidingReply(), Error = error, Obstacle = obstacle };
    }

    private SmtpReply? DecidingReply()
    {
        SmtpReply? decided = EndReply ?? EarlyReply ?? _closingReply;
        if (decided is not null)
        {
            return decided;
        }

        if (_mailReply is { IsPositive: false })
        {
            return _mailReply;
        }

        if (AcceptedRecipients == 0)
        {
            return Array.Find(_recipientReplies, static r => r is not null);
        }

        return DataReply is { Code: not 354 } ? DataReply : null;
    }
}
