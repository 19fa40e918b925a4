using System.Collections.Generic;
using System.IO;

namespace OutlookMail.Sandbox.Smtp;

/// <summary>A mail transaction (RFC 5321 §3.3): the envelope, and the content as it comes.</summary>
internal sealed class SmtpTransaction
{
    public required string MailFrom { get; init; }

    public List<string> Recipients { get; } = [];

    public MemoryStream Content { get; } = new();

    /// <summary>The content has grown past the limit: what follows is read and dropped.</summary>
    public bool IsTooLarge { get; set; }

    /// <summary>BDAT and DATA cannot be mixed (RFC 3030 §3).</summary>
    public bool IsChunked { get; set; }
}
