using System;
using System.Collections.Generic;
using System.Net.Mail;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A mail as its author means it. Addresses are text as people type it: <c>ada@contoso.com</c> or <c>Ada &lt;ada@contoso.com&gt;</c>.</summary>
public sealed class MailDraft
{
    public IReadOnlyList<string> To { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> Cc { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> Bcc { get; set; } = Array.Empty<string>();

    public IReadOnlyList<string> ReplyTo { get; set; } = Array.Empty<string>();

    /// <summary>The session's mailbox when null.</summary>
    public string? From { get; set; }

    public string Subject { get; set; } = "";

    public string? Text { get; set; }

    public string? Html { get; set; }

    /// <summary>File system paths. One that cannot be read stops the mail before anything is sent.</summary>
    public IReadOnlyList<string> AttachmentPaths { get; set; } = Array.Empty<string>();

    public OutlookMailPriority Priority { get; set; } = OutlookMailPriority.Normal;

    /// <summary>Reports of the delivery to ask for (RFC 3461); a server without DSN delivers the mail all the same.</summary>
    public DeliveryNotificationOptions DeliveryNotification { get; set; }
}
