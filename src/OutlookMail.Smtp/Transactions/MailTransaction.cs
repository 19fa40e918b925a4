using System;
using OutlookMail.Smtp.Commands;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>One mail on its way: which of its commands are out, which replies are in, and what that means.</summary>
/// <remarks>The commands are numbered: RSET (only after a transaction that was left open), MAIL FROM, each RCPT TO, and
/// DATA unless the message goes out by BDAT.</remarks>
internal sealed class MailTransaction
{
    private readonly SmtpReply?[] _recipientReplies;
    private readonly int _commandsBehindMail;
    private int _mailIndex;
    private int _acceptedRecipients;
    private SmtpReply? _mailReply;
    private SmtpReply? _dataReply;
    private SmtpReply? _closingReply;

    public MailTransaction(SmtpEnvelope envelope, SmtpContent content, bool usesChunks)
    {
        Envelope = envelope;
        Content = content;
        UsesChunks = usesChunks;
        _recipientReplies = new SmtpReply?[envelope.Recipients.Count];
        _commandsBehindMail = _recipientReplies.Length + (usesChunks ? 0 : 1);
    }

    public SmtpEnvelope Envelope { get; }

    public SmtpContent Content { get; }

    /// <summary>By BDAT, RFC 3030, and not by DATA.</summary>
    public bool UsesChunks { get; }

    /// <summary>The message's end is out, whatever of the commands is answered.</summary>
    public bool IsEndOut { get; set; }

    /// <summary>All that went out with the message's end is answered.</summary>
    public bool IsEndAnswered { get; set; }

    public SmtpPhase Phase { get; set; } = SmtpPhase.MailFrom;

    /// <summary>Commands handed to the output.</summary>
    public int Written { get; private set; }

    /// <summary>Commands answered.</summary>
    public int Answered { get; private set; }

    /// <summary>The answer to the mail's end.</summary>
    public SmtpReply? EndReply { get; set; }

    /// <summary>A refusal that came while the message was still being written.</summary>
    public SmtpReply? EarlyReply { get; set; }

    /// <summary>Nothing more is to be read or written: the server is closing.</summary>
    public bool IsClosed => _closingReply is not null;

    /// <summary>The server waits for the message, and somebody will get it.</summary>
    public bool IsReadyForContent => !IsClosed && _acceptedRecipients > 0 && (UsesChunks || IsGoingAhead);

    /// <summary>The server waits for a message that nobody will get.</summary>
    public bool IsGoingAheadForNobody => !IsClosed && IsGoingAhead && _acceptedRecipients == 0;

    /// <summary>True when the server took a recipient although it had refused the sender.</summary>
    public bool HasStrayRecipient { get; private set; }

    /// <summary>True when the server may hold a sender or recipients of this mail that the next one must not inherit.</summary>
    public bool LeavesTransactionOpen => Written > 0 && _mailReply is not { IsPositive: false } && EndReply is not { IsPositive: true };

    /// <summary>Whether one more command can be sent, given the replies so far.</summary>
    public bool HasMoreToWrite
    {
        get
        {
            if (Written > LastIndex || IsClosed || _mailReply is { IsPositive: false })
            {
                return false;
            }

            // Without pipelining the replies are known before DATA goes out: RFC 5321 §3.3 wants a recipient first.
            return Written != DataIndex || Answered < DataIndex || _acceptedRecipients > 0;
        }
    }

    private bool IsMailAccepted => _mailReply is { IsPositive: true };

    // Nobody can get the message, wherever it is. A server that took a recipient without a sender may take it as well.
    private bool IsRefused => IsClosed || IsEndAnswered
        || (!HasStrayRecipient && (_mailReply is { IsPositive: false } || (Answered > LastIndex && _acceptedRecipients == 0)));

    private bool IsGoingAhead => _dataReply is { Code: 354 };

    private int LastIndex => _mailIndex + _commandsBehindMail;

    private int DataIndex => UsesChunks ? -1 : LastIndex;

    /// <summary>The server said goodbye before the first command.</summary>
    public void Close(SmtpReply goodbye) => _closingReply = goodbye;

    /// <summary>Begins with RSET. Only before anything is written.</summary>
    public void ResetFirst() => _mailIndex = 1;

    public void WriteNext(WireOutput output, SmtpCapabilities offered)
    {
        int recipient = Written - _mailIndex - 1;
        output.WriteLine(
            Written < _mailIndex ? "RSET"
            : Written == _mailIndex ? MailCommand.Line(Envelope, Content, offered)
            : Written == DataIndex ? "DATA"
            : RcptCommand.Line(Envelope, recipient, offered));
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

        if (index == DataIndex)
        {
            _dataReply = reply;
            return reply.Code == 354 || reply.IsTransient || reply.IsPermanent;
        }

        if (index == _mailIndex)
        {
            _mailReply = reply;
            Phase = reply.IsPositive ? SmtpPhase.RcptTo : SmtpPhase.MailFrom;
        }
        else if (IsMailAccepted)
        {
            _recipientReplies[index - _mailIndex - 1] = reply;
            _acceptedRecipients += reply.IsPositive ? 1 : 0;
            if (index == _mailIndex + _recipientReplies.Length && _acceptedRecipients > 0)
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
        // An answer that does not fit says that those before it may not have been to what they were taken for.
        if (IsEndOut && EndReply is null && (!IsRefused || error is ServerProtocolException))
        {
            Phase = SmtpPhase.Final;
        }

        SmtpSendState state = EndReply is { IsPositive: true } ? SmtpSendState.Accepted
            : EndReply is null && Phase == SmtpPhase.Final ? SmtpSendState.Uncertain
            : SmtpSendState.Refused;
        var recipients = new SmtpRecipientReply[_recipientReplies.Length];
        for (int i = 0; i < recipients.Length; i++)
        {
            recipients[i] = new SmtpRecipientReply(Envelope.Recipients[i], _recipientReplies[i]);
        }

        return new SmtpSendOutcome(state, Phase, recipients) { FinalReply = state == SmtpSendState.Uncertain ? null : DecidingReply(), Error = error, Obstacle = obstacle };
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

        if (_acceptedRecipients == 0)
        {
            return Array.Find(_recipientReplies, static r => r is not null);
        }

        return _dataReply is { Code: not 354 } ? _dataReply : null;
    }
}
