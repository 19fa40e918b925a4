using OutlookMail.Wire;

namespace OutlookMail.Smtp;

/// <summary>The server answered 4xx or 5xx.</summary>
public sealed class SmtpRefusedException : ServerRefusedException
{
    /// <param name="command">The command's verb; "connect" for the greeting.</param>
    public SmtpRefusedException(string command, SmtpReply reply)
        : base(command, reply.ToString())
    {
        Reply = reply;
    }

    /// <summary>The refusal.</summary>
    public SmtpReply Reply { get; }

    /// <summary>What the server said about a token before it refused it: the JSON of RFC 7628 §3.2.2, as text; null when
    /// it sent none (Exchange never does).</summary>
    public string? Challenge { get; init; }
}
