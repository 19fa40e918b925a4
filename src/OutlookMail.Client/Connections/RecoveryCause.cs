namespace OutlookMail.Client;

/// <summary>Why a connection is being made anew.</summary>
public enum RecoveryCause
{
    /// <summary>It was cut, or nothing came in time.</summary>
    ConnectionLost,

    /// <summary>The server said BYE.</summary>
    ServerClosed,

    /// <summary>The server asks for a pause.</summary>
    Throttled,

    /// <summary>The server took the token and yet gives no mailbox; the next try has a fresh one.</summary>
    TokenNotTaken,
}
