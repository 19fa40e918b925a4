using System;
using System.Collections.Generic;

namespace OutlookMail.Model;

/// <summary>A mail that is written and not sent: its envelope, its structure and its octets.</summary>
public sealed class OutlookMailDraft
{
    public string Subject { get; set; } = "";

    /// <summary>MAIL FROM.</summary>
    public string From { get; set; } = "";

    /// <summary>RCPT TO: the addresses of To, Cc and Bcc, each once.</summary>
    public IReadOnlyList<string> Recipients { get; set => field = ListOf<string>.Wrap(value); } = ListOf<string>.Empty;

    /// <summary>Without angle brackets.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>Octets of the message.</summary>
    public long Size { get; set; }

    /// <summary>Its parts, one line each, indented by depth.</summary>
    public string[] Structure { get; set; } = Array.Empty<string>();

    public string? Text { get; set; }

    public string? Html { get; set; }

    /// <summary>The message as it would be sent (RFC 5322), lines ended by CRLF.</summary>
    public byte[] Message { get; set; } = Array.Empty<byte>();

    public OutlookMailPriority Priority { get; set; }

    /// <summary>An address before its @, or a header, is not ASCII: only a server with SMTPUTF8 takes it (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 { get; set; }

    /// <summary>The page that shows it, when a preview was asked for.</summary>
    public string? PreviewPath { get; set; }

    /// <summary>The folder that it was saved in, when that was asked for.</summary>
    public string? Folder { get; set; }

    /// <summary>Its UID there, where the server says it (UIDPLUS).</summary>
    public uint? Uid { get; set; }

    public override string ToString() => $"{Subject} → {string.Join(", ", Recipients)}";
}
