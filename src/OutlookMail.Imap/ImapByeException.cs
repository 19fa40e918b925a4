using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>The server said BYE without being asked.</summary>
public sealed class ImapByeException : ConnectionBrokenException
{
    internal ImapByeException(string serverText)
        : base("The server closed the connection: " + serverText)
    {
        ServerText = serverText;
    }

    public string ServerText { get; }
}
