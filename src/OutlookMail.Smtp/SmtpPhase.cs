namespace OutlookMail.Smtp;

/// <summary>How far a mail got.</summary>
public enum SmtpPhase
{
    /// <summary>Nothing was sent: the server does not take such a mail, see <see cref="SmtpSendOutcome.Obstacle"/>.</summary>
    Precheck,

    /// <summary>MAIL FROM: who sends.</summary>
    MailFrom,

    /// <summary>RCPT TO: who receives.</summary>
    RcptTo,

    /// <summary>DATA and its 354.</summary>
    Data,

    /// <summary>The message itself, up to the write that carries its end.</summary>
    Content,

    /// <summary>From the beginning of that write on.</summary>
    Final,
}
