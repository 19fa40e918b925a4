using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>A tagged NO or BAD.</summary>
public sealed class ImapRefusedException : ServerRefusedException
{
    internal ImapRefusedException(string command, StatusResponse response, string? challenge = null)
        : base(command, response.Text)
    {
        Status = response.Status;
        ResponseCode = response.Code;
        ResponseCodeArguments = response.CodeArguments;
        Challenge = challenge;
    }

    /// <summary><see cref="ImapStatus.No"/> or <see cref="ImapStatus.Bad"/>.</summary>
    public ImapStatus Status { get; }

    /// <summary>Upper case, without brackets and arguments: "AUTHENTICATIONFAILED"; null when the server gave none.</summary>
    public string? ResponseCode { get; }

    /// <summary>What followed the code inside the brackets, as it came.</summary>
    public string? ResponseCodeArguments { get; }

    /// <summary>From AUTHENTICATE: the error the server sent before its NO, as JSON (RFC 7628 §3.2.2). Exchange sends none.</summary>
    public string? Challenge { get; }
}
