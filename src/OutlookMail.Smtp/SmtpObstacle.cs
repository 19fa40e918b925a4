namespace OutlookMail.Smtp;

/// <summary>Why a mail was not offered to this server at all.</summary>
public enum SmtpObstacle
{
    /// <summary>It was offered.</summary>
    None,

    /// <summary>Larger than the SIZE that the server announced, RFC 1870 §6.1.</summary>
    MessageTooLarge,

    /// <summary>An address or a header is not ASCII and the server has no SMTPUTF8, RFC 6531 §3.2.</summary>
    SmtpUtf8NotOffered,

    /// <summary>The body is 8-bit and the server has no 8BITMIME, RFC 6152 §3.</summary>
    EightBitNotOffered,

    /// <summary>The body is binary and the server has no CHUNKING with BINARYMIME, RFC 3030 §3.</summary>
    BinaryNotOffered,

    /// <summary>More recipients, or more different domains, than the server takes in one mail (RFC 9422 §4): send it in
    /// several.</summary>
    TooManyRecipients,

    /// <summary>The server takes no more mails on this connection (MAILMAX, RFC 9422 §4.1): open another.</summary>
    ConnectionExhausted,
}
