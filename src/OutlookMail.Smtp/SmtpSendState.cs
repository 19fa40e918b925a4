namespace OutlookMail.Smtp;

/// <summary>What is known about a mail after a send.</summary>
public enum SmtpSendState
{
    /// <summary>The server answered 2xx to the mail's end: it has the mail for every recipient it took.</summary>
    Accepted,

    /// <summary>The server does not have the mail. Sending again makes no double.</summary>
    Refused,

    /// <summary>The mail's end may have reached the server and its answer did not come. Sending again may make a double.</summary>
    Uncertain,
}
